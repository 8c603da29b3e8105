package import CommonModels
import ReportingDomain
package import StorageKit

/// What merges and erasures do to facts: sums of everybody stay as they were.
package enum FactPeople {
    /// Moves everything the absorbed profile did to the survivor. Someone seen in two arms of an experiment belongs to neither.
    package static func merge(_ absorbed: ProfileID, into survivor: ProfileID, in transaction: any SQLTransaction) throws {
        guard absorbed != survivor else { return }
        try transaction.execute("UPDATE fact_event SET profile_id = $1 WHERE profile_id = $2", [survivor, absorbed])
        let columns = ["measure_id", "day", "currency", "quarter", "occurrences", "amount"]
        let moved = try transaction.rows("SELECT \(columns.joined(separator: ", ")) FROM person_day WHERE profile_id = $1", [absorbed])
        try transaction.execute("DELETE FROM person_day WHERE profile_id = $1", [absorbed])
        try transaction.executeMany(
            FactSums.addPersonDay(transaction.engine),
            try moved.map { row in [survivor.sqlValue] + (try columns.map { try row.value($0) }) })
        let arms = try transaction.rows(
            "SELECT experiment_key, variation, first_day, mixed FROM experiment_person WHERE profile_id = $1", [absorbed])
        try transaction.execute("DELETE FROM experiment_person WHERE profile_id = $1", [absorbed])
        try transaction.executeMany(
            ExperimentTable.addPerson(transaction.engine),
            try arms.map { row in
                [survivor.sqlValue] + (try ["experiment_key", "variation", "first_day", "mixed"].map { try row.value($0) })
            })
    }

    /// Puts a fresh id nobody knows in place of the person's, and keeps only the properties that KPIs count.
    package static func anonymize(
        _ profile: ProfileID, as nobody: ProfileID, keeping properties: Set<String>, in transaction: any SQLTransaction
    ) throws {
        var reduced: [[SQLValue]] = []
        try transaction.forEachRow("SELECT sequence, properties FROM fact_event WHERE profile_id = $1", [profile]) { row in
            let kept = try row.json("properties").objectValue?.filter { properties.contains($0.key) } ?? [:]
            reduced.append([.integer(try row.integer("sequence")), nobody.sqlValue, JSONValue.object(kept).sqlValue])
        }
        try transaction.executeMany("UPDATE fact_event SET profile_id = $2, properties = $3 WHERE sequence = $1", reduced)
        try transaction.execute("UPDATE person_day SET profile_id = $1 WHERE profile_id = $2", [nobody, profile])
        try transaction.execute("UPDATE experiment_person SET profile_id = $1 WHERE profile_id = $2", [nobody, profile])
    }
}
