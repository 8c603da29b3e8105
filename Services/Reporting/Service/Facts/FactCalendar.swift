import CommonModels
import ReportingDomain
package import StorageKit

/// Keeps the stored sums and the configured calendar the same.
package enum FactCalendar {
    package static let migrations = MigrationSet(
        component: "reporting-calendar",
        steps: [Migration(1, "calendar", ["CREATE TABLE fact_calendar (signature TEXT PRIMARY KEY)"])])

    /// When the calendar has changed, days and quarters of all facts have: sums are cleared and left to the rebuild, the rest is counted anew.
    /// - Returns: whether a rebuild is due.
    static func adopt(_ calendar: FiscalCalendar, in transaction: any SQLTransaction) throws -> Bool {
        try transaction.serialize(on: FactStore.lock)
        let stored = try transaction.row("SELECT signature FROM fact_calendar")?.text("signature")
        guard stored != calendar.signature else { return false }
        try transaction.execute("DELETE FROM fact_calendar")
        try transaction.execute("INSERT INTO fact_calendar (signature) VALUES ($1)", [calendar.signature])
        guard stored != nil else { return false }
        for table in ["event_day", "person_day", "measure_day", "distinct_value"] { try transaction.execute("DELETE FROM \(table)") }
        try transaction.execute(
            "UPDATE measure SET rebuilt_to = 0, rebuild_target = (SELECT COALESCE(MAX(sequence), 0) FROM fact_event)")
        var counts: [String: [Day: Int64]] = [:]
        var firstSeen: [[SQLValue]] = []
        try transaction.forEachRow("SELECT name, at FROM fact_event") { row in
            counts[try row.text("name"), default: [:]][calendar.day(of: try row.instant("at")), default: 0] += 1
        }
        try transaction.forEachRow(
            "SELECT profile_id, at, properties FROM fact_event WHERE name = $1 AND profile_id IS NOT NULL", [ExperimentTable.eventName]
        ) { row in
            guard let experiment = try row.json("properties")["experiment_id"]?.stringValue else { return }
            firstSeen.append([.text(try row.text("profile_id")), .text(experiment), calendar.day(of: try row.instant("at")).sqlValue])
        }
        try transaction.insert(
            into: "event_day", columns: ["name", "day", "occurrences"],
            rows: counts.flatMap { name, days in days.map { [.text(name), $0.key.sqlValue, .integer($0.value)] } }, onConflict: .fail)
        try transaction.execute("UPDATE experiment_person SET first_day = 2147483647")
        try transaction.executeMany(
            """
            UPDATE experiment_person SET first_day = \(transaction.engine.least("first_day", "$3"))
            WHERE profile_id = $1 AND experiment_key = $2
            """, firstSeen)
        return true
    }
}
