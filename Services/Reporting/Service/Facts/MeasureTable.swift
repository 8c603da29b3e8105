import CommonModels
package import ReportingDomain
package import StorageKit

/// The measures whose sums are kept, and how far each has been computed over older facts.
package enum MeasureTable {
    /// Facts a rebuild reads in one transaction.
    package static let rebuildChunk = 2_000

    static func all(in transaction: any SQLTransaction) throws -> [Measure] {
        try transaction.rows("SELECT definition FROM measure ORDER BY measure_id").map { try Measure(json: try $0.json("definition")) }
    }

    /// Starts keeping measures. Facts already there are left to the rebuild; facts that come from now on are counted as they come.
    static func keep(_ measures: Set<Measure>, in transaction: any SQLTransaction) throws {
        try transaction.serialize(on: FactStore.lock)
        let last = try transaction.row("SELECT COALESCE(MAX(sequence), 0) AS last FROM fact_event")?.integer("last") ?? 0
        try transaction.insert(
            into: "measure", columns: ["measure_id", "definition", "rebuilt_to", "rebuild_target"],
            rows: measures.map { [.text($0.id), $0.json.sqlValue, .integer(0), .integer(last)] }, onConflict: .ignore)
    }

    /// How much of the older facts the measures have been computed over, in facts.
    package struct Progress: Hashable, Sendable {
        package let done: Int64
        package let total: Int64
        package var isComplete: Bool { done >= total }
    }

    package static func progress(in transaction: any SQLTransaction) throws -> Progress {
        let row = try transaction.row(
            "SELECT CAST(COALESCE(SUM(rebuilt_to), 0) AS BIGINT) AS done, CAST(COALESCE(SUM(rebuild_target), 0) AS BIGINT) AS total FROM measure"
        )
        let days = try FactCalendar.progress(in: transaction)
        return Progress(done: days.done + (try row?.integer("done") ?? 0), total: days.total + (try row?.integer("total") ?? 0))
    }

    /// Computes the next chunk: of days, when the calendar changed, then of one unfinished measure.
    /// - Returns: whether there was anything left to do.
    package static func rebuildStep(calendar: FiscalCalendar, in transaction: any SQLTransaction) throws -> Bool {
        try transaction.serialize(on: FactStore.lock)
        if try FactCalendar.recountStep(calendar, in: transaction) { return true }
        guard
            let row = try transaction.row(
                "SELECT measure_id, definition, rebuilt_to, rebuild_target FROM measure WHERE rebuilt_to < rebuild_target ORDER BY measure_id LIMIT 1"
            )
        else { return false }
        let measure = try Measure(json: try row.json("definition"))
        let from = try row.integer("rebuilt_to")
        let target = try row.integer("rebuild_target")
        let facts = try facts(named: measure.selection.events, after: from, upTo: target, in: transaction)
        var sums = FactSums(calendar: calendar)
        for (_, fact) in facts { sums.add(fact, to: measure) }
        try sums.save(in: transaction)
        let reached = facts.count < rebuildChunk ? target : facts.last?.sequence ?? target
        try transaction.execute("UPDATE measure SET rebuilt_to = $1 WHERE measure_id = $2", [reached, try row.text("measure_id")])
        return true
    }

    static func factsSQL(names: Int) -> String {
        let marks = (0..<names).map { "$\($0 + 4)" }.joined(separator: ",")
        return """
            SELECT sequence, event_id, profile_id, name, known, at, properties FROM fact_event
            WHERE name IN (\(marks)) AND sequence > $1 AND sequence <= $2 ORDER BY sequence LIMIT $3
            """
    }

    private static func facts(
        named names: [String], after: Int64, upTo: Int64, in transaction: any SQLTransaction
    ) throws -> [(sequence: Int64, fact: FactEvent)] {
        var facts: [(sequence: Int64, fact: FactEvent)] = []
        let arguments: [any SQLBindable] = [after, upTo, rebuildChunk] + names
        try transaction.forEachRow(factsSQL(names: names.count), arguments) { row in
            let fact = FactEvent(
                id: try row.text("event_id"), profileID: try row.idOrNull("profile_id"), name: try row.text("name"),
                time: try row.instant("at"), isKnownCustomer: try row.bool("known"),
                properties: try row.json("properties").objectValue ?? [:])
            facts.append((try row.integer("sequence"), fact))
        }
        return facts
    }
}
