import CommonModels
import StorageKit
import SubjectKit

/// Where Decision holds something about people.
enum DecisionHoldings {
    static let all =
        [
            SubjectHolding(
                "decision", .through("id", DecisionPlaces.idsSQL), .anonymized,
                columns: ["id", "placement_id", .instant("at"), "reason", "offers", "experiment", "arm"], order: "id"),
            // After the decisions, which are found by them.
            SubjectHolding(
                "decision_place", .within(DecisionPlaces.runs.everyRun, ["profile_id"]), .removed, columns: [], order: "decision_id"),
            SubjectHolding(
                "feedback", .anonymized,
                columns: ["id", "decision_id", "offer_id", "kind", "revenue_minor", "currency", .instant("at"), .instant("received_at")],
                order: "id"),
            SubjectHolding("cap_counter", .ids(["subject"]), .removed, columns: ["cap", "uses"], order: "cap"),
            SubjectHolding("experiment_assignment", .removed, columns: ["experiment", "arm", .instant("at")], order: "experiment"),
            SubjectHolding("profile_identity", .removed, columns: ["namespace", "value"], order: "namespace || ':' || value"),
            SubjectHolding("fact_outbox", .removed, columns: ["message_id", .json("body")], order: "number"),
        ] + SubjectHolding.projection + [.deadLetters]
}
