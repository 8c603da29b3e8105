package import CommonModels
package import StorageKit

/// A service's own feed: events are published in the transaction of the change they tell of, and read in the order
/// those transactions committed.
///
/// On PostgreSQL publishing transactions take turns from their first ``publish(_:in:)`` to their commit, so that ids
/// become visible in ascending order and a reader never steps over an event that commits late. Publish last.
package struct Feed: Sendable {
    package static let migrations = MigrationSet(
        component: "feed",
        steps: [
            Migration(
                1, "feed",
                [
                    // `event` is the CloudEvent's JSON after its id, which is known only when the row is stored.
                    """
                    CREATE TABLE maru_feed (
                        id SERIAL_KEY, published_at BIGINT NOT NULL, shard BIGINT NOT NULL, subject TEXT, event TEXT NOT NULL)
                    """
                ]),
            Migration(
                2, "what retention removed",
                ["CREATE TABLE maru_feed_floor (one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1), removed_through BIGINT NOT NULL)"]),
            Migration(
                3, "topics",
                [
                    "ALTER TABLE maru_feed ADD COLUMN topic TEXT",
                    "CREATE INDEX maru_feed_topic ON maru_feed (topic, id) WHERE topic IS NOT NULL",
                ]),
            // Instead of a text: what the event is called in the service's own log, see ``FeedLog``.
            Migration(4, "references", ["ALTER TABLE maru_feed ADD COLUMN reference BIGINT"]),
        ])

    private static let columns = ["published_at", "shard", "subject", "event", "topic", "reference"]

    let signal = FeedSignal()
    let database: any Database
    let clock: WallClock
    private let source: String
    private let log: (any FeedLog)?
    private let texts = FeedTexts()

    /// - Parameter log: where the service keeps what it publishes by reference.
    package init(service: ServiceName, database: any Database, clock: WallClock, log: (any FeedLog)? = nil) {
        source = "/\(service.rawValue)"
        self.log = log
        self.database = database
        self.clock = clock
    }

    /// Appends events in their order; readers are woken by the commit.
    package func publish(_ events: [FeedEvent], in transaction: any SQLTransaction) throws {
        guard !events.isEmpty else { return }
        try transaction.serialize(on: "maru_feed")
        let now = SQLValue.integer(clock.now().microseconds)
        var values: [SQLValue] = []
        values.reserveCapacity(events.count * Self.columns.count)
        for event in events {
            values += [
                now, .integer(Self.shard(of: event.partitionKey)), .optional(event.subject),
                .text(event.reference == nil ? storedText(of: event) : ""), .optional(event.topic?.rawValue), .optional(event.reference),
            ]
        }
        try transaction.insert(into: "maru_feed", columns: Self.columns, values: values, onConflict: .fail)
        let signal = self.signal
        transaction.afterCommit { signal.wake() }
    }

    /// Call when events are gone from the service's log: what is kept of them in memory goes, too.
    package func forgetTexts() { texts.forgetAll() }

    /// Removes what the feed still tells of `subjects`, e.g. after a person was erased; `keeping` is the type of the
    /// event that says so. Runs in many small transactions and may be repeated.
    /// - Returns: events removed.
    @discardableResult
    package func erase(subjects: [String], keeping type: String) async throws -> Int {
        guard !subjects.isEmpty else { return 0 }
        forgetTexts()
        let step: Int64 = 20_000
        var removed = 0
        var (low, high) = try await bounds()
        while low <= high {
            let (from, to) = (low, low + step)
            removed += try await database.write { transaction in
                let names = subjects.indices.map { "$\($0 + 4)" }.joined(separator: ", ")
                return try transaction.execute(
                    "DELETE FROM maru_feed WHERE id >= $1 AND id < $2 AND event NOT LIKE $3 AND subject IN (\(names))",
                    [from, to, "\"type\":\"\(type)\"%"] + subjects.map { $0 as any SQLBindable })
            }
            low = to
        }
        return removed
    }

    /// Removes events published before `horizon`, and keeps the id of the last of them. Runs in many small transactions.
    /// - Returns: events removed.
    @discardableResult
    package func removeEvents(publishedBefore horizon: Instant) async throws -> Int {
        let step = 10_000
        var removed = 0
        while true {
            let count = try await database.write { transaction in
                let last = try transaction.row(
                    """
                    SELECT max(id) AS last FROM (SELECT id, published_at FROM maru_feed ORDER BY id LIMIT $1) AS oldest
                    WHERE published_at < $2
                    """, [step, horizon])?.integerOrNull("last")
                guard let last else { return 0 }
                try transaction.execute(
                    """
                    INSERT INTO maru_feed_floor (one, removed_through) VALUES (1, $1)
                    ON CONFLICT (one) DO UPDATE SET removed_through = excluded.removed_through
                    """, [last])
                return try transaction.execute("DELETE FROM maru_feed WHERE id <= $1 AND published_at < $2", [last, horizon])
            }
            removed += count
            if count < step { return removed }
        }
    }

    static func shard(of key: String) -> Int64 { Int64(Bucketing.fnv1a32(key)) }

    private func bounds() async throws -> (low: Int64, high: Int64) {
        try await database.read { transaction in
            let row = try transaction.row("SELECT coalesce(min(id), 1) AS low, coalesce(max(id), 0) AS high FROM maru_feed")
            return (try row?.integer("low") ?? 1, try row?.integer("high") ?? 0)
        }
    }

    /// The texts behind references; those of events that are gone are missing.
    func texts(of references: [FeedReference], in transaction: any SQLTransaction) throws -> [Int64: String] {
        guard let log, !references.isEmpty else { return [:] }
        var found = texts.known(references)
        let unknown = references.filter { found[$0.number] == nil }
        guard !unknown.isEmpty else { return found }
        let read = try log.events(unknown, in: transaction).mapValues { storedText(of: $0) }
        texts.keep(read)
        found.merge(read) { $1 }
        return found
    }

    private func storedText(of event: FeedEvent) -> String {
        var text = ""
        text.reserveCapacity(224 + event.data.utf8.count)
        text += "\"type\":\"\(event.type)\",\"source\":\"\(source)\",\"time\":\"\(event.time.rfc3339)\""
        if let subject = event.subject { text += ",\"subject\":\(JSONValue.string(subject).serialized)" }
        if !event.seen.isEmpty { text += ",\"seen\":\"\(event.seen.text)\"" }
        if event.isDeletion { text += ",\"method\":\"DELETE\"" }
        text += ",\"datacontenttype\":\"application/json\",\"data\":"
        text += event.data
        text += "}"
        return text
    }
}
