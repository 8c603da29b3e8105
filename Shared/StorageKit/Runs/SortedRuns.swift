import Algorithms

/// A table that is read in the order of its key and whose rows come in any other, kept as runs (a log-structured merge tree in
/// two tables; O'Neil et al., "The Log-Structured Merge-Tree", 1996).
///
/// An index over rows that belong to people is touched at a random place by every one of them: on SQLite that writes a page of
/// 4 KiB, and again at the checkpoint, for an entry of 70 bytes. Here the entries of some thousand rows make one small run,
/// which stays in memory while it grows; full runs of one size are merged into one of the next (``step(in:)``). An entry may
/// stand in any run: readers look at all of them, of which there are about ``fanOut`` for each level.
///
/// PostgreSQL writes small records to its log instead of pages and needs no runs: there the open one never fills up.
///
/// The table of runs is `(run, level, entries, state, into_run)`, that of entries `(run, key…, rest…)`, its primary key the
/// run and the key.
package struct SortedRuns: Sendable {
    /// Closed runs of a level that become one.
    package static let fanOut = 16
    /// Entries that wait for their first merge when others must wait for it.
    static let entriesBehind: Int64 = 32_768
    /// Runs of one query; there are as many texts of it in memory as there are kinds of queries, however many runs there are.
    package static let runsAtOnce = 16
    private static let noRun: Int64 = -1

    let runs: String
    let entries: String
    let key: [String]
    let rest: [String]
    private let columns: [String]
    private let openMax: Int64
    let stepMax: Int64

    /// - Parameters:
    ///   - runs: the table of runs.
    ///   - entries: the table of entries.
    ///   - key: columns that order the entries; no two rows share them.
    ///   - rest: columns that come along.
    ///   - openMax: entries of a run that rows are added to, on SQLite. The more, the less is merged; the fewer, the fewer pages
    ///     a transaction touches.
    ///   - stepMax: entries merged in one transaction, for which others wait: 2,048 are some milliseconds.
    package init(runs: String, entries: String, key: [String], rest: [String] = [], openMax: Int64, stepMax: Int64) {
        self.runs = runs
        self.entries = entries
        self.key = key
        self.rest = rest
        self.openMax = openMax
        self.stepMax = stepMax
        columns = ["run"] + key + rest
    }

    /// Adds entries; the caller's transaction has stored what they stand for.
    ///
    /// - Parameter append: appends the values of all `count` entries, each begun with the run it is given. Neighbours share a
    ///   page: best in the order of the key.
    package func add(_ count: Int, in tx: any SQLTransaction, append: (_ run: SQLValue, _ values: inout [SQLValue]) -> Void) throws {
        guard count > 0 else { return }
        let run = try openRun(in: tx)
        var values: [SQLValue] = []
        values.reserveCapacity(count * columns.count)
        append(.integer(run), &values)
        try tx.insert(into: entries, columns: columns, values: values, onConflict: .fail)
        // Where the open run never fills up nobody asks, and every writer would change the same row.
        guard tx.engine == .sqlite else { return }
        try tx.execute("UPDATE \(runs) SET entries = entries + $2 WHERE run = $1", [run, count])
    }

    /// Takes away entries by their keys.
    package func remove(_ keys: [[SQLValue]], in tx: any SQLTransaction) throws { try tx.executeMany(removeSQL, keys) }

    /// Parameters are the key's columns.
    package var removeSQL: String {
        let same = key.enumerated().map { " AND \($1) = $\($0 + 1)" }.joined()
        return "DELETE FROM \(entries) WHERE \(everyRun)\(same)"
    }

    /// A condition on entries that lets an index go run by run.
    package var everyRun: String { "run IN (SELECT run FROM \(runs))" }

    /// The runs a reader looks at, the largest first.
    package func all(in tx: any SQLTransaction) throws -> [Int64] {
        try tx.rows("SELECT run FROM \(runs) ORDER BY level DESC, run").map { try $0.integer("run") }
    }

    /// One query over `count` runs, whose parameters begin at `$first`.
    ///
    /// - Parameter select: the query of one run, given its parameter.
    package static func ofEach(_ count: Int = runsAtOnce, from first: Int, _ select: (String) -> String) -> String {
        (0..<count).map { "SELECT * FROM (\(select("$\(first + $0)"))) AS run_\($0)" }.joined(separator: "\nUNION ALL\n")
    }

    /// Asks all runs, ``runsAtOnce`` at a time; where there are fewer, a run that does not exist fills up.
    ///
    /// - Parameter sql: a query made by ``ofEach(_:from:_:)`` for ``runsAtOnce`` runs, which follow `values`.
    package static func rows(
        _ sql: String, _ values: [any SQLBindable], _ runs: [Int64], in tx: any SQLTransaction
    ) throws -> [SQLRow] {
        try runs.chunks(ofCount: runsAtOnce).flatMap { chunk in
            let padded = Array(chunk) + Array(repeating: noRun, count: runsAtOnce - chunk.count)
            return try tx.rows(sql, values + padded.map { $0 as any SQLBindable })
        }
    }

    /// The run that takes new entries; a full one is closed for a new one.
    private func openRun(in tx: any SQLTransaction) throws -> Int64 {
        let row = try tx.row("SELECT run, entries FROM \(runs) WHERE state = 'open'")
        let open = try row?.integer("run") ?? 0
        if let entries = try row?.integer("entries"), entries < openMax || tx.engine == .postgres { return open }
        let next = try newRun(level: 0, state: "open", in: tx)
        try tx.execute("UPDATE \(runs) SET state = 'closed' WHERE run = $1", [open])
        return next
    }

    func newRun(level: Int64, state: String, in tx: any SQLTransaction) throws -> Int64 {
        let last = try tx.row("SELECT max(run) AS last FROM \(runs)")?.integerOrNull("last") ?? 0
        try tx.execute("INSERT INTO \(runs) (run, level, entries, state) VALUES ($1, $2, 0, $3)", [last + 1, level, state])
        return last + 1
    }
}
