import CommonModels
import StorageKit

/// The part of a timeline that one id of a person has.
struct TimelineRead {
    let entries: [TimelineEntry]
    /// Where a bounded look ended; nil when everything was looked at, or as much as the page takes.
    let end: TimelinePosition?

    init(
        _ id: String, _ survivor: ProfileID, _ filter: TimelineFilter, after: Keyset?, limit: Int, in transaction: any SQLTransaction
    ) throws {
        let start = Self.start(filter, after: after)
        var values: [any SQLBindable] = [id, start.time, start.sequence, filter.from?.microseconds ?? Int64.min, limit]
        var end: TimelinePosition?
        if filter.source != nil {
            let position = Self.positionSQL(hasKind: filter.kind != nil)
            let last = try transaction.row(position, values.dropLast() + [TimelineStore.lookMax] + [filter.kind].compactMap(\.self))
            end = try last.map { TimelinePosition(time: try $0.integer("time"), sequence: try $0.integer("event_seq")) }
        }
        if let kind = filter.kind { values.append(kind) }
        if let source = filter.source { values += [source, end?.time ?? Int64.min, end?.sequence ?? 0] as [any SQLBindable] }
        let sql = Self.pageSQL(hasKind: filter.kind != nil, hasSource: filter.source != nil)
        let entries = try transaction.rows(sql, values).map {
            TimelineEntry(sequence: try $0.integer("event_seq"), event: try Self.event($0, survivor))
        }
        self.entries = entries
        self.end = entries.count < limit ? end : nil
    }

    /// Rows are strictly below where a page starts: at the end of the page before, or at the end of the time asked for.
    private static func start(_ filter: TimelineFilter, after: Keyset?) -> TimelinePosition {
        var start = TimelinePosition(time: .max, sequence: .max)
        if case (.integer(let time)?, .integer(let sequence)?) = (after?.values.first, after?.values.last) {
            start = TimelinePosition(time: time, sequence: sequence)
        }
        return filter.to.map { min(start, TimelinePosition(time: $0.microseconds, sequence: 0)) } ?? start
    }

    static func pageSQL(hasKind: Bool, hasSource: Bool) -> String {
        let source = hasKind ? 7 : 6
        return """
            SELECT event_seq, event_id, time, received_at, message_id, type, name, source, user_id, anonymous_id, properties, context
            FROM event WHERE profile_id = $1 AND (time, event_seq) < ($2, $3) AND time >= $4\(hasKind ? " AND coalesce(name, type) = $6" : "")\
            \(hasSource ? " AND source = $\(source) AND (time, event_seq) >= ($\(source + 1), $\(source + 2))" : "")
            ORDER BY time DESC, event_seq DESC LIMIT $5
            """
    }

    /// Where a look over so many events ends.
    static func positionSQL(hasKind: Bool) -> String {
        """
        SELECT time, event_seq FROM event WHERE profile_id = $1 AND (time, event_seq) < ($2, $3) AND time >= $4\
        \(hasKind ? " AND coalesce(name, type) = $6" : "") ORDER BY time DESC, event_seq DESC LIMIT 1 OFFSET $5
        """
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
