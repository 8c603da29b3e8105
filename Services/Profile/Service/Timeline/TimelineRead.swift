import CommonModels
import StorageKit

/// The part of a timeline that one id of a person has.
struct TimelineRead {
    let entries: [TimelineEntry]
    /// Where a bounded look ended; nil when everything was looked at, or as much as the page takes.
    let end: TimelinePosition?

    /// - Parameter runs: where places stand, see ``EventPlaces/runs``.
    init(
        _ id: String, _ survivor: ProfileID, _ filter: TimelineFilter, after: Keyset?, limit: Int, runs: [Int64],
        in transaction: any SQLTransaction
    ) throws {
        let start = Self.start(filter, after: after)
        let from = filter.from?.microseconds ?? Int64.min
        var end: TimelinePosition?
        if filter.kind != nil || filter.source != nil {
            // Each run is looked at as far as its share; what lies below the nearest of their ends is left to the next page.
            let share = max(1, TimelineStore.lookMax / runs.count)
            let values: [any SQLBindable] = [id, start.time, start.sequence, from, share]
            end = try SortedRuns.rows(Self.endSQL(runs: SortedRuns.runsAtOnce), values, runs, in: transaction).map(Self.position).max()
        }
        var values: [any SQLBindable] = [id, start.time, start.sequence, max(from, end?.time ?? Int64.min), limit]
        values += [filter.kind, filter.source].compactMap(\.self)
        let sql = Self.placesSQL(runs: SortedRuns.runsAtOnce, hasKind: filter.kind != nil, hasSource: filter.source != nil)
        var places = try SortedRuns.rows(sql, values, runs, in: transaction).map(Self.position)
        places.sort { $0 > $1 }
        if let end { places.removeAll { $0 < end } }
        entries = try Self.entries(places.prefix(limit), survivor, in: transaction)
        self.end = places.count < limit ? end : nil
    }

    private static func position(_ row: SQLRow) throws -> TimelinePosition {
        TimelinePosition(time: try row.integer("time"), sequence: try row.integer("event_seq"))
    }

    /// Rows are strictly below where a page starts: at the end of the page before, or at the end of the time asked for.
    private static func start(_ filter: TimelineFilter, after: Keyset?) -> TimelinePosition {
        var start = TimelinePosition(time: .max, sequence: .max)
        if case (.integer(let time)?, .integer(let sequence)?) = (after?.values.first, after?.values.last) {
            start = TimelinePosition(time: time, sequence: sequence)
        }
        return filter.to.map { min(start, TimelinePosition(time: $0.microseconds, sequence: 0)) } ?? start
    }

    private static func entries(
        _ places: some Collection<TimelinePosition>, _ survivor: ProfileID, in transaction: any SQLTransaction
    ) throws -> [TimelineEntry] {
        try transaction.rows(eventsSQL, in: places.map(\.sequence)).map {
            TimelineEntry(sequence: try $0.integer("event_seq"), event: try event($0, survivor))
        }.sorted { $0.position > $1.position }
    }

    static let eventsSQL = """
        SELECT event_seq, event_id, time, received_at, message_id, type, name, source, user_id, anonymous_id, properties, context
        FROM event WHERE event_seq IN
        """

    /// The newest places of every run; `$1` to `$5` are the id, the position before, the earliest time and the number.
    static func placesSQL(runs: Int, hasKind: Bool, hasSource: Bool) -> String {
        let kind = hasKind ? " AND event_place.kind = $6" : ""
        let source = hasSource ? " AND event.source = $\(hasKind ? 7 : 6)" : ""
        let table = hasSource ? "event_place JOIN event ON event.event_seq = event_place.event_seq" : "event_place"
        return SortedRuns.ofEach(runs, from: 6 + (hasKind ? 1 : 0) + (hasSource ? 1 : 0)) { run in
            """
            SELECT event_place.time AS time, event_place.event_seq AS event_seq FROM \(table) WHERE event_place.run = \(run)
            AND event_place.profile_id = $1 AND (event_place.time, event_place.event_seq) < ($2, $3) AND event_place.time >= $4\
            \(kind)\(source) ORDER BY event_place.time DESC, event_place.event_seq DESC LIMIT $5
            """
        }
    }

    /// Where a look over so many places of every run ends.
    static func endSQL(runs: Int) -> String {
        SortedRuns.ofEach(runs, from: 6) { run in
            """
            SELECT time, event_seq FROM event_place WHERE run = \(run) AND profile_id = $1 AND (time, event_seq) < ($2, $3)
            AND time >= $4 ORDER BY time DESC, event_seq DESC LIMIT 1 OFFSET $5
            """
        }
    }

    /// The kinds among the newest places of every run.
    static func kindsSQL(runs: Int) -> String {
        SortedRuns.ofEach(runs, from: 3) { run in
            """
            SELECT DISTINCT kind FROM (
                SELECT kind FROM event_place WHERE run = \(run) AND profile_id = $1 ORDER BY time DESC, event_seq DESC LIMIT $2) AS newest
            """
        }
    }

    private static func event(_ row: SQLRow, _ profileId: ProfileID) throws -> CustomerEvent {
        guard let type = CustomerEventType(rawValue: try row.text("type")) else { throw StorageError.malformed("an event's type") }
        return CustomerEvent(
            id: try row.id("event_id"), messageId: try row.text("message_id"), profileId: profileId, type: type,
            name: try row.textOrNull("name"), userId: try row.textOrNull("user_id"), anonymousId: try row.textOrNull("anonymous_id"),
            time: try row.instant("time"), receivedAt: try row.instant("received_at"), source: try row.text("source"),
            properties: try row.json("properties").objectValue ?? [:], context: try row.json("context").objectValue ?? [:])
    }
}
