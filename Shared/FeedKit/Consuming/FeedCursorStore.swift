import CommonModels
package import StorageKit

/// How far a consumer is, and the events it set aside.
package struct FeedCursorStore: Sendable {
    package static let migrations = MigrationSet(
        component: "feed-consumer",
        steps: [
            Migration(
                1, "cursors",
                [
                    "CREATE TABLE maru_feed_cursor (consumer TEXT NOT NULL PRIMARY KEY, position BIGINT NOT NULL, moved_at BIGINT NOT NULL)",
                    """
                    CREATE TABLE maru_feed_dead_letter (
                        consumer TEXT NOT NULL, event_id BIGINT NOT NULL, type TEXT NOT NULL, event TEXT NOT NULL, reason TEXT NOT NULL,
                        set_aside_at BIGINT NOT NULL, PRIMARY KEY (consumer, event_id))
                    """,
                ])
        ])

    let consumer: String

    package init(consumer: String) { self.consumer = consumer }

    /// - Returns: the id of the last event applied; 0 before the first.
    package func position(in transaction: any SQLTransaction) throws -> Int64 {
        try transaction.row(
            "SELECT position FROM maru_feed_cursor WHERE consumer = $1", [consumer])?.integer("position") ?? 0
    }

    /// Holds the cursor against other replicas until the transaction ends.
    func lockedPosition(in transaction: any SQLTransaction) throws -> Int64 {
        try transaction.row(
            "SELECT position FROM maru_feed_cursor WHERE consumer = $1\(transaction.engine.forUpdate)", [consumer])?.integer("position")
            ?? 0
    }

    func move(to position: Int64, at now: Instant, in transaction: any SQLTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO maru_feed_cursor (consumer, position, moved_at) VALUES ($1, $2, $3)
            ON CONFLICT (consumer) DO UPDATE SET position = excluded.position, moved_at = excluded.moved_at
            """, [consumer, position, now])
    }

    func setAside(_ event: CloudEvent, id: Int64, reason: String, at now: Instant, in transaction: any SQLTransaction) throws {
        let text = JSONValue.object([
            "id": .string(event.id), "type": .string(event.type), "source": .string(event.source), "time": .string(event.time.rfc3339),
            "subject": event.subject.map { .string($0) } ?? .null, "data": event.data,
        ])
        try transaction.execute(
            """
            INSERT INTO maru_feed_dead_letter (consumer, event_id, type, event, reason, set_aside_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (consumer, event_id) DO UPDATE SET reason = excluded.reason, set_aside_at = excluded.set_aside_at
            """, [consumer, id, event.type, text, String(reason.prefix(500)), now])
    }
}
