import CommonModels
import FeedKit
import StorageKit

/// Events and readings that the feed's tests share.
enum FeedFixture {
    static let migrations = [Feed.migrations, FeedConsumer.migrations, LeaseStore.migrations, applied]
    /// What a consumer under test writes: each event at most once.
    static let applied = MigrationSet(
        component: "applied",
        steps: [
            Migration(1, "applied", ["CREATE TABLE applied (id BIGINT NOT NULL PRIMARY KEY, key TEXT NOT NULL, number BIGINT NOT NULL)"])
        ])

    static func event(_ number: Int, key: String = "k", type: String = "io.maru.test.counted", subject: String? = nil) -> FeedEvent {
        FeedEvent(
            type: type, subject: subject ?? key, partitionKey: key, time: Instant(secondsSince1970: Int64(number)),
            data: #"{"number":\#(number),"key":"\#(key)"}"#)
    }

    static func feed(_ database: any Database) -> Feed { Feed(service: .profile, database: database, clock: .fixed(.epoch)) }

    static func publish(_ events: [FeedEvent], to feed: Feed, in database: any Database) async throws {
        try await database.write { try feed.publish(events, in: $0) }
    }

    /// Every event there is, page by page.
    static func readAll(_ feed: Feed, limit: Int = 100, partition: FeedPartition? = nil) async throws -> [CloudEvent] {
        var events: [CloudEvent] = []
        var position: Int64 = 0
        while true {
            let page = try await feed.page(FeedQuery(after: position, limit: limit, partition: partition))
            guard page.count > 0 else { return events }
            let batch = try FeedBatch(page.body, after: position)
            events += batch.events
            position = batch.last
        }
    }

    static func numbers(_ events: [CloudEvent]) -> [Int] { events.compactMap { $0.data["number"]?.intValue.map(Int.init) } }
}
