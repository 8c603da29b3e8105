import CommonModels
import SubjectKit

/// Where Reporting holds something about people. Erasing leaves facts under an id nobody knows, without what no KPI counts.
enum ReportingHoldings {
    static let all = [
        SubjectHolding(
            "fact_event", .anonymized, columns: ["event_id", "name", .instant("at"), .json("properties")], order: "sequence"),
        SubjectHolding(
            "person_day", .anonymized, columns: ["measure_id", "day", "currency", "occurrences", "amount"],
            order: "measure_id || ':' || day || ':' || currency"),
        SubjectHolding(
            "experiment_person", .anonymized, columns: ["experiment_key", "variation", "first_day"], order: "experiment_key"),
        .deadLetters,
    ]
}
