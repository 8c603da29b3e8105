package import CommonModels
package import StorageKit

/// Everything a person did and everything we did to them, newest first.
package struct TimelineStore: Sendable {
    private let database: any Database

    package init(database: any Database) { self.database = database }

    /// - Parameters:
    ///   - name: only events of this name.
    ///   - after: time and sequence of the last event seen.
    /// - Returns: events with their keyset position; nil when there is no such profile.
    package func events(of id: ProfileID, name: String?, limit: Int, after: Keyset?) async throws -> [TimelineEntry]? {
        try await database.read { transaction in
            guard let survivor = try IdentityStore.survivor(of: id, in: transaction) else { return nil }
            var ids = try transaction.rows("SELECT profile_id FROM profile WHERE merged_into = $1", [survivor]).map {
                try $0.text("profile_id")
            }
            ids.append(survivor.rawValue)
            let bound: [any SQLBindable] = after?.values ?? [SQLValue.integer(Int64.max), SQLValue.integer(Int64.max)]
            // Each id has its own index range; the newest of all ranges is the page.
            var entries = try ids.flatMap { try Self.page(of: $0, survivor, name, bound, limit, in: transaction) }
            entries.sort { ($0.event.time, $0.sequence) > ($1.event.time, $1.sequence) }
            return Array(entries.prefix(limit))
        }
    }

    static let pageSQL = """
        SELECT event_seq, event_id, time, received_at, message_id, type, name, source, user_id, anonymous_id, properties, context
        FROM event WHERE profile_id = $1 AND (time, event_seq) < ($2, $3)
        """

    private static func page(
        of id: String, _ survivor: ProfileID, _ name: String?, _ bound: [any SQLBindable], _ limit: Int, in transaction: any SQLTransaction
    ) throws -> [TimelineEntry] {
        let order = " ORDER BY time DESC, event_seq DESC LIMIT $4"
        let rows =
            if let name {
                try transaction.rows(pageSQL + " AND name = $5" + order, [id] + bound + [limit, name])
            } else {
                try transaction.rows(pageSQL + order, [id] + bound + [limit])
            }
        return try rows.map { TimelineEntry(sequence: try $0.integer("event_seq"), event: try Self.event($0, survivor)) }
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

/// An event and its place in the log.
package struct TimelineEntry: Hashable, Sendable {
    package let sequence: Int64
    package let event: CustomerEvent

    /// What the next page starts after.
    package var keyset: Keyset { Keyset([event.time, sequence]) }
}
