import CommonModels
import ReportingDomain
import StorageKit

/// Who is in which arm of which experiment since when, learned from `Experiment Viewed` events.
enum ExperimentTable {
    static let eventName = "Experiment Viewed"

    static func record(_ facts: [FactEvent], calendar: FiscalCalendar, in transaction: any SQLTransaction) throws {
        let rows: [[SQLValue]] = facts.compactMap { fact in
            guard fact.name == eventName, let profile = fact.profileID,
                let experiment = fact.properties["experiment_id"]?.stringValue, let variation = fact.properties["variation_id"]?.stringValue
            else { return nil }
            return [profile.sqlValue, .text(experiment), .text(variation), calendar.day(of: fact.time).sqlValue, .integer(0)]
        }
        guard !rows.isEmpty else { return }
        try transaction.executeMany(addPerson(transaction.engine), rows)
    }

    /// The first day counts; a second arm marks the person as mixed.
    static func addPerson(_ engine: SQLEngine) -> String {
        """
        INSERT INTO experiment_person (profile_id, experiment_key, variation, first_day, mixed) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (profile_id, experiment_key) DO UPDATE
        SET first_day = \(engine.least("experiment_person.first_day", "excluded.first_day")),
            mixed = CASE WHEN experiment_person.variation <> excluded.variation THEN 1
                    ELSE \(engine.greatest("experiment_person.mixed", "excluded.mixed")) END
        """
    }
}
