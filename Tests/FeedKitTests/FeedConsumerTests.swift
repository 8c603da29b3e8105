import CommonModels
import FeedKit
import Logging
import ServiceKit
import ServiceLifecycle
import StorageKit
import TestFixtures
import Testing

@Suite("a feed consumer")
struct FeedConsumerTests {
    struct Poison: Error {}

    static func record(_ events: [CloudEvent], in transaction: any SQLTransaction) throws {
        try transaction.insert(
            into: "applied", columns: ["id", "key", "number"],
            rows: events.map { [.integer(Int64($0.id) ?? 0), .text($0.subject ?? ""), .integer($0.data["number"]?.intValue ?? -1)] })
    }

    static func consumer(
        _ source: any FeedSource, _ database: any Database, batchMax: Int = 100, partition: FeedPartition? = nil,
        apply: @escaping FeedConsumer.Apply = { try record($0, in: $1) }, afterCommit: @escaping FeedConsumer.AfterCommit = { _ in }
    ) -> FeedConsumer {
        var settings = FeedConsumerSettings()
        settings.batchMax = batchMax
        settings.backOffMin = .milliseconds(1)
        settings.pauseMin = .milliseconds(1)
        return FeedConsumer(
            name: "test", source: source, database: database, clock: .fixed(.epoch), logger: Logger(label: "test"), settings: settings,
            partition: partition, apply: apply, afterCommit: afterCommit)
    }

    static func applied(_ database: any Database) async throws -> [Int] {
        try await database.read { try $0.rows("SELECT number FROM applied ORDER BY id").map { try $0.int("number") } }
    }

    @Test("applies everything once, in order, and goes on where it stopped", arguments: TestEngine.available)
    func applies(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let feed = FeedFixture.feed(database)
            try await FeedFixture.publish((0..<250).map { FeedFixture.event($0) }, to: feed, in: database)
            let first = Self.consumer(feed, database)
            #expect(try await [first.step(), first.step()] == [100, 100])
            #expect(first.lag == 50)
            let second = Self.consumer(feed, database)
            #expect(try await [second.step(), second.step()] == [50, 0])
            #expect(second.lag == 0)
            let applied = try await Self.applied(database)
            #expect(applied == Array(0..<250))
        }
    }

    @Test("an event waits until the feeds it came from are read as far, and no longer", arguments: TestEngine.available)
    func causes(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let feed = FeedFixture.feed(database)
            func effect(_ seen: FeedPositions) -> FeedEvent {
                FeedEvent(type: "test", subject: "s", partitionKey: "s", time: .epoch, data: #"{"number":7}"#, seen: seen)
            }
            try await FeedFixture.publish(
                [effect(FeedPositions([.profile: 3, .content: 99])), effect(FeedPositions([.profile: 5])), effect(.none)], to: feed,
                in: database)
            let consumer = FeedConsumer(
                name: "test", source: feed, database: database, clock: .fixed(.epoch), logger: Logger(label: "test"),
                neighbours: FeedCursors([.profile: "other"]), apply: { try Self.record($0, in: $1) })
            func read(to position: Int) async throws {
                try await database.write { tx in
                    try tx.execute(
                        """
                        INSERT INTO maru_feed_cursor (consumer, position, moved_at) VALUES ('other', $1, 0)
                        ON CONFLICT (consumer) DO UPDATE SET position = excluded.position
                        """, [position])
                }
            }
            for position in [0, 4] {
                if position > 0 { try await read(to: position) }
                let early = Task { try await consumer.step() }
                try await Task.sleep(for: .milliseconds(150))
                early.cancel()
                await #expect(throws: CancellationError.self) { try await early.value }
                #expect(try await Self.applied(database).isEmpty, "at \(position)")
            }
            async let step = consumer.step()
            try await read(to: 5)
            #expect(try await step == 3)
            #expect(try await Self.applied(database) == [7, 7, 7])
        }
    }

    @Test("a batch whose application fails leaves the cursor and the tables alone, then is tried again", arguments: TestEngine.available)
    func retries(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let feed = FeedFixture.feed(database)
            try await FeedFixture.publish((0..<10).map { FeedFixture.event($0) }, to: feed, in: database)
            let attempts = Tally()
            let consumer = Self.consumer(feed, database) { events, transaction in
                try Self.record(events, in: transaction)
                if attempts.add() < 3 { throw Poison() }
            }
            try await consumer.step()
            let applied = try await Self.applied(database)
            #expect(applied == Array(0..<10))
            #expect(attempts.count == 3)
        }
    }

    @Test("a poison event is set aside with its reason, the rest is applied", arguments: TestEngine.available)
    func poison(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let feed = FeedFixture.feed(database)
            try await FeedFixture.publish((0..<10).map { FeedFixture.event($0) }, to: feed, in: database)
            let consumer = Self.consumer(feed, database) { events, transaction in
                try Self.record(events, in: transaction)
                if events.contains(where: { $0.data["number"] == 4 }) { throw Poison() }
                if events.contains(where: { $0.data["number"] == 6 }) {
                    try transaction.execute("INSERT INTO applied (id, key, number) VALUES (1, 'x', NULL)")
                }
            }
            try await consumer.step()
            let applied = try await Self.applied(database)
            #expect(applied == [0, 1, 2, 3, 5, 7, 8, 9])
            let letters = try await database.read { transaction in
                try transaction.rows("SELECT event, reason FROM maru_feed_dead_letter ORDER BY event_id").map { row in
                    "\(try row.json("event")["data"]?["number"]?.intValue ?? -1) \(try row.text("reason").prefix(10))"
                }
            }
            #expect(letters.count == 2)
            #expect(letters.first == "4 Poison()")
            #expect(letters.last?.hasPrefix("6 ") == true)
            #expect(consumer.readiness.detail == "0 events behind, 2 set aside")
        }
    }

    @Test("storage that is unavailable is not the events' fault: nothing is set aside", arguments: TestEngine.available)
    func unavailable(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let feed = FeedFixture.feed(database)
            try await FeedFixture.publish([FeedFixture.event(1)], to: feed, in: database)
            let consumer = Self.consumer(feed, database) { _, _ in throw StorageError.unavailable("the disk is full") }
            await #expect(throws: StorageError.unavailable("the disk is full")) { try await consumer.step() }
            let letters = try await database.read { try $0.rows("SELECT event_id FROM maru_feed_dead_letter").count }
            #expect(letters == 0)
        }
    }

    @Test("two replicas with one cursor apply every event once", arguments: TestEngine.available)
    func replicas(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let feed = FeedFixture.feed(database)
            try await FeedFixture.publish((0..<600).map { FeedFixture.event($0) }, to: feed, in: database)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 {
                    let consumer = Self.consumer(feed, database, batchMax: 20)
                    group.addTask { while try await consumer.step() > 0 {} }
                }
                try await group.waitForAll()
            }
            let applied = try await Self.applied(database)
            #expect(applied == Array(0..<600))
        }
    }

    @Test("partitions together apply everything once, each key in order", arguments: TestEngine.available)
    func partitions(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let feed = FeedFixture.feed(database)
            try await FeedFixture.publish((0..<300).map { FeedFixture.event($0, key: "k\($0 % 10)") }, to: feed, in: database)
            for index in 0..<3 {
                let consumer = Self.consumer(feed, database, batchMax: 30, partition: FeedPartition(index: index, count: 3))
                while try await consumer.step() > 0 {}
            }
            let applied = try await Self.applied(database)
            #expect(applied == Array(0..<300))
        }
    }

    @Test("as a service follows the feed, survives a source that fails, and ends at shutdown", arguments: TestEngine.available)
    func service(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let feed = FeedFixture.feed(database)
            let (seen, seenNow) = AsyncStream.makeStream(of: Int.self)
            let consumer = Self.consumer(FlakySource(feed: feed, failures: 3), database, afterCommit: { seenNow.yield($0.count) })
            let group = ServiceGroup(configuration: .init(services: [.init(service: consumer)], logger: Logger(label: "test")))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                try await FeedFixture.publish((0..<50).map { FeedFixture.event($0) }, to: feed, in: database)
                var count = 0
                for await more in seen {
                    count += more
                    if count == 50 { try await FeedFixture.publish([FeedFixture.event(50)], to: feed, in: database) }
                    if count == 51 { break }
                }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
            let applied = try await Self.applied(database)
            #expect(applied == Array(0...50))
        }
    }

    @Test("is not ready while it is behind for longer than its bound")
    func readiness() async throws {
        try await TestEngine.sqlite.withDatabase(FeedFixture.migrations) { database in
            let time = ManualTime(.epoch)
            let feed = FeedFixture.feed(database)
            let consumer = FeedConsumer(
                name: "test", source: feed, database: database, clock: time.clock, logger: Logger(label: "test"),
                settings: {
                    var settings = FeedConsumerSettings()
                    settings.batchMax = 1
                    return settings
                }(), apply: { try Self.record($0, in: $1) })
            #expect(consumer.readiness.isReady)
            try await FeedFixture.publish((0..<2).map { FeedFixture.event($0) }, to: feed, in: database)
            time.advance(by: .seconds(120))
            try await consumer.step()
            #expect(!consumer.readiness.isReady)
            try await consumer.step()
            #expect(consumer.readiness.isReady)
        }
    }

    @Test("that cannot apply what it reads is behind, and not ready once that lasts")
    func stuck() async throws {
        try await TestEngine.sqlite.withDatabase(FeedFixture.migrations) { database in
            let time = ManualTime(.epoch)
            let feed = FeedFixture.feed(database)
            let consumer = FeedConsumer(
                name: "test", source: feed, database: database, clock: time.clock, logger: Logger(label: "test"),
                apply: { _, _ in throw StorageError.unavailable("the disk is full") })
            try await FeedFixture.publish((0..<3).map { FeedFixture.event($0) }, to: feed, in: database)
            await #expect(throws: StorageError.self) { try await consumer.step() }
            #expect(consumer.lag == 3)
            #expect(consumer.readiness.isReady)
            time.advance(by: .seconds(61))
            #expect(!consumer.readiness.isReady)
            #expect(consumer.readiness.detail == "3 events behind")
        }
    }

    @Test("whose next events are no longer kept stops instead of skipping them", arguments: TestEngine.available)
    func historyGone(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let feed = FeedFixture.feed(database)
            try await FeedFixture.publish((0..<10).map { FeedFixture.event($0) }, to: feed, in: database)
            let consumer = Self.consumer(feed, database, batchMax: 4)
            try await consumer.step()
            #expect(try await feed.removeEvents(publishedBefore: .distantFuture) == 10)
            try await FeedFixture.publish([FeedFixture.event(10)], to: feed, in: database)
            await #expect(throws: FeedHistoryGone(position: 4, removedThrough: 10)) { try await consumer.step() }
            #expect(try await Self.applied(database) == [0, 1, 2, 3])
            // Who has read everything has missed nothing, and who begins reads what there is.
            try await database.write { _ = try $0.execute("DELETE FROM maru_feed_cursor") }
            #expect(try await consumer.step() == 1)
            #expect(try await Self.applied(database) == [0, 1, 2, 3, 10])
            #expect(try await feed.removeEvents(publishedBefore: .distantFuture) == 1)
            #expect(try await consumer.step() == 0)
        }
    }

    @Test("keeps what it set aside for its days", arguments: TestEngine.available)
    func deadLetters(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let feed = FeedFixture.feed(database)
            try await FeedFixture.publish([FeedFixture.event(1)], to: feed, in: database)
            try await Self.consumer(feed, database) { _, _ in throw Poison() }.step()
            #expect(try await database.read { try DeadLetters.depth(in: $0) } == QueueDepth("feed_dead_letters", items: 1))
            #expect(try await DeadLetters.sweep(database, before: .epoch) == 0)
            #expect(try await DeadLetters.sweep(database, before: .epoch + .seconds(1)) == 1)
        }
    }
}
