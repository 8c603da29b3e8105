import CommonModels
import ReportingDomain
package import StorageKit

/// Keeps the stored sums and the configured calendar the same.
package enum FactCalendar {
    /// `recounted_to`, `recount_target`: places of facts whose days are counted anew.
    package static let migrations = MigrationSet(
        component: "reporting-calendar",
        steps: [
            Migration(1, "calendar", ["CREATE TABLE fact_calendar (signature TEXT PRIMARY KEY)"]),
            Migration(
                2, "counted anew in steps",
                [
                    "ALTER TABLE fact_calendar ADD COLUMN recounted_to BIGINT NOT NULL DEFAULT 0",
                    "ALTER TABLE fact_calendar ADD COLUMN recount_target BIGINT NOT NULL DEFAULT 0",
                ]),
        ])

    /// Facts read in one transaction.
    static let chunk = 5_000

    /// When the calendar has changed, days and quarters of all facts have: everything is cleared and left to the rebuild.
    /// - Returns: whether a rebuild is due.
    @discardableResult
    static func adopt(_ calendar: FiscalCalendar, in transaction: any SQLTransaction) throws -> Bool {
        try transaction.serialize(on: FactStore.lock)
        let stored = try transaction.row("SELECT signature FROM fact_calendar")?.text("signature")
        guard stored != calendar.signature else { return false }
        try transaction.execute("DELETE FROM fact_calendar")
        let last = try transaction.row("SELECT COALESCE(MAX(sequence), 0) AS last FROM fact_event")?.integer("last") ?? 0
        try transaction.execute(
            "INSERT INTO fact_calendar (signature, recount_target) VALUES ($1, $2)", [calendar.signature, stored == nil ? 0 : last])
        guard stored != nil else { return false }
        for table in ["event_day", "person_day", "measure_day", "distinct_value"] { try transaction.execute("DELETE FROM \(table)") }
        try transaction.execute("UPDATE measure SET rebuilt_to = 0, rebuild_target = $1", [last])
        try transaction.execute("UPDATE experiment_person SET first_day = 2147483647")
        return true
    }

    /// How far the days of facts are counted anew.
    static func progress(in transaction: any SQLTransaction) throws -> MeasureTable.Progress {
        let row = try transaction.row("SELECT recounted_to, recount_target FROM fact_calendar")
        return MeasureTable.Progress(done: try row?.integer("recounted_to") ?? 0, total: try row?.integer("recount_target") ?? 0)
    }

    /// Counts the days of the next facts, and when people were first seen in experiments.
    /// - Returns: whether there was anything left to do.
    static func recountStep(_ calendar: FiscalCalendar, chunk: Int = chunk, in transaction: any SQLTransaction) throws -> Bool {
        let progress = try progress(in: transaction)
        guard !progress.isComplete else { return false }
        var sums = FactSums(calendar: calendar)
        var firstSeen: [[SQLValue]] = []
        let facts = try transaction.rows(Self.factsSQL, [progress.done, progress.total, chunk])
        for row in facts {
            let (name, day) = (try row.text("name"), calendar.day(of: try row.instant("at")))
            sums.count(name, on: day)
            guard name == ExperimentTable.eventName, let profile = try row.textOrNull("profile_id"),
                let experiment = try row.json("properties")["experiment_id"]?.stringValue
            else { continue }
            firstSeen.append([.text(profile), .text(experiment), day.sqlValue])
        }
        try sums.save(in: transaction)
        try transaction.executeMany(
            """
            UPDATE experiment_person SET first_day = \(transaction.engine.least("first_day", "$3"))
            WHERE profile_id = $1 AND experiment_key = $2
            """, firstSeen)
        let reached = facts.count < chunk ? progress.total : try facts.last?.integer("sequence") ?? progress.total
        try transaction.execute("UPDATE fact_calendar SET recounted_to = $1", [reached])
        return true
    }

    static let factsSQL = """
        SELECT sequence, name, at, profile_id, properties FROM fact_event WHERE sequence > $1 AND sequence <= $2 ORDER BY sequence LIMIT $3
        """
}
