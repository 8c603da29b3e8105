import CommonModels
import StorageKit

/// Merges runs of one level into one of the next, a few thousand places in each transaction: readers and ingest go on
/// between them, and whoever dies is replaced by whoever comes next.
enum PlaceMerge {
    /// Closed runs of a level that become one.
    static let fanOut = 16
    /// Places moved in one transaction.
    static let stepMax = 2_048

    /// Does one step of what is to be done first.
    /// - Returns: whether there was anything to do.
    static func step(in tx: any SQLTransaction) throws -> Bool {
        if let merge = try begun(in: tx) {
            try go(on: merge, in: tx)
            return true
        }
        return try begin(in: tx)
    }

    /// Whether runs are closed faster than they are merged.
    static func isBehind(in tx: any SQLTransaction) throws -> Bool {
        try tx.row("SELECT count(*) AS n FROM event_run WHERE state = 'closed' AND level = 0")?.int("n") ?? 0 >= 2 * fanOut
    }

    /// Whether ``step(in:)`` has work; asked without holding up the writer.
    static func isDue(in tx: any SQLTransaction) throws -> Bool { try begun(in: tx) != nil || dueLevel(in: tx) != nil }

    /// A merge under way.
    private struct Merge {
        let sources: [Int64]
        let target: Int64
    }

    private static func begun(in tx: any SQLTransaction) throws -> Merge? {
        let rows = try tx.rows("SELECT run, into_run FROM event_run WHERE into_run IS NOT NULL ORDER BY run")
        guard let target = try rows.first?.integer("into_run") else { return nil }
        return Merge(sources: try rows.map { try $0.integer("run") }, target: target)
    }

    private static func dueLevel(in tx: any SQLTransaction) throws -> Int64? {
        try tx.row(
            "SELECT level FROM event_run WHERE state = 'closed' GROUP BY level HAVING count(*) >= $1 ORDER BY level LIMIT 1", [fanOut]
        )?.integer("level")
    }

    private static func begin(in tx: any SQLTransaction) throws -> Bool {
        guard let level = try dueLevel(in: tx) else { return false }
        let target = try EventPlaces.newRun(level: level + 1, state: "filling", in: tx)
        let sources = try tx.rows(
            "SELECT run FROM event_run WHERE state = 'closed' AND level = $1 ORDER BY run LIMIT $2", [level, fanOut]
        ).map { try $0.integer("run") }
        try tx.executeMany("UPDATE event_run SET into_run = $2 WHERE run = $1", sources.map { [.integer($0), .integer(target)] })
        return true
    }

    private static func go(on merge: Merge, in tx: any SQLTransaction) throws {
        let end = try end(of: merge.sources, in: tx)
        let marks = merge.sources.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let runs = merge.sources.map { $0 as any SQLBindable }
        let n = merge.sources.count
        let below = end == nil ? "" : " AND (profile_id, time, event_seq) <= ($\(n + 1), $\(n + 2), $\(n + 3))"
        let arguments = runs + (end?.values ?? [])
        let moved = try tx.execute(
            """
            INSERT INTO event_place (run, profile_id, time, event_seq, kind)
            SELECT \(merge.target), profile_id, time, event_seq, kind FROM event_place WHERE run IN (\(marks))\(below)
            ORDER BY profile_id, time, event_seq
            """, arguments)
        try tx.execute("DELETE FROM event_place WHERE run IN (\(marks))\(below)", arguments)
        try tx.execute("UPDATE event_run SET entries = entries + $2 WHERE run = $1", [merge.target, moved])
        guard end == nil else { return }
        try tx.execute("DELETE FROM event_run WHERE run IN (\(marks))", runs)
        try tx.execute("UPDATE event_run SET state = 'closed' WHERE run = $1", [merge.target])
    }

    private struct End {
        let profile: String
        let time: Int64
        let sequence: Int64

        var values: [any SQLBindable] { [profile, time, sequence] }
    }

    /// The place after ``stepMax`` of all the runs' places in their order; nil when there are not so many.
    private static func end(of runs: [Int64], in tx: any SQLTransaction) throws -> End? {
        try tx.row(endSQL(runs: runs.count), ([Int64(stepMax) - 1] + runs).map { $0 as any SQLBindable }).map {
            End(profile: try $0.text("profile_id"), time: try $0.integer("time"), sequence: try $0.integer("event_seq"))
        }
    }

    static func endSQL(runs: Int) -> String {
        let each = (0..<runs).map { "SELECT profile_id, time, event_seq FROM event_place WHERE run = $\($0 + 2)" }
        return each.joined(separator: " UNION ALL ") + " ORDER BY profile_id, time, event_seq LIMIT 1 OFFSET $1"
    }
}
