/// Merges runs of one level into one of the next, some entries in each transaction: readers and writers go on
/// between them, and whoever dies is replaced by whoever comes next.
extension SortedRuns {
    /// A merge under way.
    private struct Merge {
        let level: Int64
        let sources: [Int64]
        let target: Int64
    }

    /// Does one step of what is to be done first: small runs before large ones, of which a merge takes long.
    /// - Returns: whether there was anything to do.
    package func step(in tx: any SQLTransaction) throws -> Bool {
        let due = try dueLevel(in: tx)
        if let merge = try begun(in: tx), due.map({ merge.level <= $0 }) ?? true {
            try go(on: merge, in: tx)
            return true
        }
        guard let due else { return false }
        try go(on: try begin(level: due, in: tx), in: tx)
        return true
    }

    /// Whether runs are closed faster than they are merged.
    func isBehind(in tx: any SQLTransaction) throws -> Bool {
        let waiting = "SELECT count(*) AS runs, sum(entries) AS entries FROM \(runs) WHERE state = 'closed' AND level = 0"
        guard let row = try tx.row(waiting) else { return false }
        return try row.int("runs") >= 2 * Self.fanOut && row.integerOrNull("entries") ?? 0 >= Self.entriesBehind
    }

    /// Whether ``step(in:)`` has work; asked without holding up the writer.
    func isDue(in tx: any SQLTransaction) throws -> Bool { try begun(in: tx) != nil || dueLevel(in: tx) != nil }

    /// The one of the lowest level; there is one of each level at most.
    private func begun(in tx: any SQLTransaction) throws -> Merge? {
        let rows = try tx.rows("SELECT run, level, into_run FROM \(runs) WHERE into_run IS NOT NULL ORDER BY level, run")
        guard let first = rows.first else { return nil }
        let (level, target) = (try first.integer("level"), try first.integer("into_run"))
        let sources = try rows.filter { try $0.integer("into_run") == target }.map { try $0.integer("run") }
        return Merge(level: level, sources: sources, target: target)
    }

    private func dueLevel(in tx: any SQLTransaction) throws -> Int64? {
        try tx.row(
            """
            SELECT level FROM \(runs) WHERE state = 'closed' AND into_run IS NULL
            GROUP BY level HAVING count(*) >= $1 ORDER BY level LIMIT 1
            """, [Self.fanOut]
        )?.integer("level")
    }

    private func begin(level: Int64, in tx: any SQLTransaction) throws -> Merge {
        let target = try newRun(level: level + 1, state: "filling", in: tx)
        let sources = try tx.rows(
            "SELECT run FROM \(runs) WHERE state = 'closed' AND into_run IS NULL AND level = $1 ORDER BY run LIMIT $2",
            [level, Self.fanOut]
        ).map { try $0.integer("run") }
        try tx.executeMany("UPDATE \(runs) SET into_run = $2 WHERE run = $1", sources.map { [.integer($0), .integer(target)] })
        return Merge(level: level, sources: sources, target: target)
    }

    private func go(on merge: Merge, in tx: any SQLTransaction) throws {
        let end = try end(of: merge.sources, in: tx)
        let marks = merge.sources.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let sources = merge.sources.map { $0 as any SQLBindable }
        let order = key.joined(separator: ", ")
        let endMarks = key.indices.map { "$\($0 + sources.count + 1)" }.joined(separator: ", ")
        let below = end == nil ? "" : " AND (\(order)) <= (\(endMarks))"
        let arguments = sources + (end ?? [])
        let moved = try tx.execute(
            """
            INSERT INTO \(entries) (run, \((key + rest).joined(separator: ", ")))
            SELECT \(merge.target), \((key + rest).joined(separator: ", ")) FROM \(entries) WHERE run IN (\(marks))\(below)
            ORDER BY \(order)
            """, arguments)
        try tx.execute("DELETE FROM \(entries) WHERE run IN (\(marks))\(below)", arguments)
        try tx.execute("UPDATE \(runs) SET entries = entries + $2 WHERE run = $1", [merge.target, moved])
        guard end == nil else { return }
        try tx.execute("DELETE FROM \(runs) WHERE run IN (\(marks))", sources)
        try tx.execute("UPDATE \(runs) SET state = 'closed' WHERE run = $1", [merge.target])
    }

    /// The key of the entry after ``stepMax`` of all the runs' entries in their order; nil when there are not so many.
    private func end(of runs: [Int64], in tx: any SQLTransaction) throws -> [any SQLBindable]? {
        try tx.row(endSQL(runs: runs.count), ([stepMax - 1] + runs).map { $0 as any SQLBindable }).map { row in
            try key.map { try row.value($0) }
        }
    }

    package func endSQL(runs: Int) -> String {
        let order = key.joined(separator: ", ")
        let each = (0..<runs).map { "SELECT \(order) FROM \(entries) WHERE run = $\($0 + 2)" }
        return each.joined(separator: " UNION ALL ") + " ORDER BY \(order) LIMIT 1 OFFSET $1"
    }
}
