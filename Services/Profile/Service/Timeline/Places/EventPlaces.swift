import CommonModels
import StorageKit

/// The order of events in their people's timelines, kept as runs (a log-structured merge tree in two tables; O'Neil et al.,
/// "The Log-Structured Merge-Tree", 1996).
///
/// An index over all events would be touched at a random place by every event: on SQLite that writes a page of 4 KiB, and
/// again at the checkpoint, for an entry of 70 bytes. Here the entries of a few thousand events make one small run, which
/// stays in memory while it grows; full runs of one size are merged into one of the next (``PlaceMerge``). A place may stand
/// in any run: readers look at all of them, of which there are at most ``PlaceMerge/fanOut`` for each level.
///
/// PostgreSQL writes small records to its log instead of pages and needs no runs: it has a single one that never fills up.
enum EventPlaces {
    /// Where an event stands.
    struct Place: Hashable {
        let profile: ProfileID
        let time: Instant
        let sequence: Int64
        /// The name of the event, or the type of one without a name.
        let kind: String

        func moved(to profile: ProfileID) -> Place { Place(profile: profile, time: time, sequence: sequence, kind: kind) }
    }

    /// Entries of a run that events are added to.
    static func openMax(_ engine: SQLEngine) -> Int64 {
        switch engine {
        case .sqlite: 4_096
        case .postgres: .max
        }
    }

    static let columns = ["run", "profile_id", "time", "event_seq", "kind"]

    /// Adds places; the caller's transaction has stored their events.
    static func add(_ places: [Place], in tx: any SQLTransaction) throws {
        guard !places.isEmpty else { return }
        let run = try openRun(in: tx)
        var values: [SQLValue] = []
        values.reserveCapacity(places.count * columns.count)
        // In the order of their keys: neighbours share a page.
        for place in places.sorted(byID: { $0.profile }, then: { $0.time.microseconds }) {
            values.append(.integer(run))
            values.append(.text(place.profile.rawValue))
            values.append(.integer(place.time.microseconds))
            values.append(.integer(place.sequence))
            values.append(.text(place.kind))
        }
        try tx.insert(into: "event_place", columns: columns, values: values, onConflict: .fail)
        try tx.execute("UPDATE event_run SET entries = entries + $2 WHERE run = $1", [run, places.count])
    }

    /// Takes away the places of events that are gone.
    static func remove(_ places: [Place], in tx: any SQLTransaction) throws {
        try tx.executeMany(
            removeSQL, places.map { [$0.profile.sqlValue, $0.time.sqlValue, .integer($0.sequence)] })
    }

    static let removeSQL = """
        DELETE FROM event_place WHERE run IN (SELECT run FROM event_run) AND profile_id = $1 AND time = $2 AND event_seq = $3
        """

    /// Log numbers of the events of a person; the caller adds `= $n` or `IN (…)`.
    static let sequencesSQL = """
        SELECT event_seq FROM event_run CROSS JOIN event_place WHERE event_place.run = event_run.run AND profile_id
        """

    /// The runs a reader looks at, the largest first.
    static func runs(in tx: any SQLTransaction) throws -> [Int64] {
        try tx.rows("SELECT run FROM event_run ORDER BY level DESC, run").map { try $0.integer("run") }
    }

    /// The run that takes new places; a full one is closed for a new one.
    private static func openRun(in tx: any SQLTransaction) throws -> Int64 {
        let row = try tx.row("SELECT run, entries FROM event_run WHERE state = 'open'")
        let open = try row?.integer("run") ?? 0
        if let entries = try row?.integer("entries"), entries < openMax(tx.engine) { return open }
        let next = try newRun(level: 0, state: "open", in: tx)
        try tx.execute("UPDATE event_run SET state = 'closed' WHERE run = $1", [open])
        return next
    }

    static func newRun(level: Int64, state: String, in tx: any SQLTransaction) throws -> Int64 {
        let last = try tx.row("SELECT max(run) AS last FROM event_run")?.integerOrNull("last") ?? 0
        try tx.execute("INSERT INTO event_run (run, level, entries, state) VALUES ($1, $2, 0, $3)", [last + 1, level, state])
        return last + 1
    }
}
