import CommonModels
import FeedKit
import Logging
import StorageKit
import TestFixtures
import Testing

@Suite("a feed")
struct FeedTests {
    @Test("tells events in the order they were published, as CloudEvents", arguments: TestEngine.available)
    func order(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let feed = FeedFixture.feed(database)
            for start in stride(from: 0, to: 250, by: 50) {
                try await FeedFixture.publish((start..<start + 50).map { FeedFixture.event($0) }, to: feed, in: database)
            }
            let events = try await FeedFixture.readAll(feed)
            #expect(FeedFixture.numbers(events) == Array(0..<250))
            let first = try #require(events.first)
            #expect(first.source == "/profile" && first.type == "io.maru.test.counted" && first.subject == "k")
            #expect(first.time == Instant(secondsSince1970: 0))
            #expect(Set(events.map(\.id)).count == 250)
        }
    }

    @Test("says nothing of a transaction that was rolled back", arguments: TestEngine.available)
    func rollback(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            struct Stop: Error {}
            let feed = FeedFixture.feed(database)
            await #expect(throws: Stop.self) {
                try await database.write { transaction in
                    try feed.publish([FeedFixture.event(1)], in: transaction)
                    throw Stop()
                }
            }
            try await FeedFixture.publish([FeedFixture.event(2)], to: feed, in: database)
            let events = try await FeedFixture.readAll(feed)
            #expect(FeedFixture.numbers(events) == [2])
        }
    }

    @Test("goes on after an id that is gone, and never reuses one", arguments: TestEngine.available)
    func lastEventGone(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let feed = FeedFixture.feed(database)
            try await FeedFixture.publish((0..<5).map { FeedFixture.event($0) }, to: feed, in: database)
            let before = try await FeedFixture.readAll(feed)
            let last = try #require(before.last.flatMap { Int64($0.id) })
            let removed = try await feed.removeEvents(publishedBefore: Instant(secondsSince1970: 1))
            #expect(removed == 5)
            try await FeedFixture.publish([FeedFixture.event(5)], to: feed, in: database)
            let page = try await feed.page(FeedQuery(after: last))
            let batch = try FeedBatch(page.body, after: last)
            #expect(FeedFixture.numbers(batch.events) == [5])
        }
    }

    @Test("gives every event to one of n partitions, and each key to one only", arguments: TestEngine.available)
    func partitions(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let feed = FeedFixture.feed(database)
            try await FeedFixture.publish((0..<300).map { FeedFixture.event($0, key: "k\($0 % 20)") }, to: feed, in: database)
            var seen: [Int] = []
            var owners: [String: Set<Int>] = [:]
            for index in 0..<3 {
                let events = try await FeedFixture.readAll(feed, partition: FeedPartition(index: index, count: 3))
                let numbers = FeedFixture.numbers(events)
                #expect(numbers == numbers.sorted())
                seen += numbers
                for event in events { owners[event.subject ?? "", default: []].insert(index) }
            }
            #expect(seen.sorted() == Array(0..<300))
            #expect(owners.values.allSatisfy { $0.count == 1 })
            #expect(Set(owners.values).count > 1)
        }
    }

    @Test("forgets a subject except the event that says so", arguments: TestEngine.available)
    func erase(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let feed = FeedFixture.feed(database)
            let tombstone = FeedFixture.event(9, key: "a", type: FeedEventType.profileErased)
            try await FeedFixture.publish(
                [FeedFixture.event(1, key: "a"), FeedFixture.event(2, key: "b"), FeedFixture.event(3, key: "a"), tombstone], to: feed,
                in: database)
            let removed = try await feed.erase(subjects: ["a"], keeping: FeedEventType.profileErased)
            #expect(removed == 2)
            let events = try await FeedFixture.readAll(feed)
            #expect(FeedFixture.numbers(events) == [2, 9])
        }
    }

    @Test("with a number nobody can read still tells of it and of the events beside it")
    func hugeNumber() async throws {
        try await TestEngine.sqlite.withDatabase(FeedFixture.migrations) { database in
            let feed = FeedFixture.feed(database)
            try await FeedFixture.publish([FeedFixture.event(1), FeedFixture.event(777_777), FeedFixture.event(2)], to: feed, in: database)
            let body = String(decoding: try await feed.page(FeedQuery()).body, as: UTF8.self).replacing("777777", with: "1e400")
            let batch = try FeedBatch(Array(body.utf8), after: 0)
            #expect(batch.events.count == 3)
            #expect(FeedFixture.numbers([batch.events[0], batch.events[2]]) == [1, 2])
        }
    }

    @Test("wakes a waiting reader by the commit", arguments: TestEngine.available)
    func longPoll(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let feed = FeedFixture.feed(database)
            async let page = feed.page(FeedQuery(timeout: .seconds(30)))
            try await FeedFixture.publish([FeedFixture.event(7)], to: feed, in: database)
            let batch = try FeedBatch(try await page.body, after: 0)
            #expect(FeedFixture.numbers(batch.events) == [7])
        }
    }

    @Test("wakes a reader of another replica", .enabled(if: TestEngine.available.contains(.postgres)))
    func otherReplica() async throws {
        try await TestEngine.postgres.withDatabaseURL { url in
            let here = try await openDatabase(url, options: TestEngine.smallOptions)
            let there = try await openDatabase(url, options: TestEngine.smallOptions)
            try await here.migrate(FeedFixture.migrations)
            async let page = FeedFixture.feed(here).page(FeedQuery(timeout: .seconds(30)))
            try await FeedFixture.publish([FeedFixture.event(7)], to: FeedFixture.feed(there), in: there)
            let count = try await page.count
            #expect(count == 1)
            await here.close()
            await there.close()
        }
    }

    @Test("answers an empty page when the wait is over or the reader goes away", arguments: TestEngine.available)
    func emptyPage(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let feed = FeedFixture.feed(database)
            let page = try await feed.page(FeedQuery(timeout: .milliseconds(20)))
            #expect(page.count == 0 && page.body == Array("[]".utf8))
            let reader = Task { try await feed.page(FeedQuery(timeout: .seconds(60))) }
            reader.cancel()
            _ = await reader.result
        }
    }

    @Test("pages by its primary key", arguments: TestEngine.available)
    func plan(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let page = try await database.queryPlan(
                "SELECT id, event, subject, reference FROM maru_feed WHERE id > $1 ORDER BY id LIMIT $2", [1, 2])
            #expect(QueryPlan.fullScans(page, on: database.engine) == [])
            #expect(!page.contains("TEMP B-TREE") && !page.contains("Sort"))
        }
    }

    @Test("retention removes what is old, by one replica at a time", arguments: TestEngine.available)
    func retention(engine: TestEngine) async throws {
        try await engine.withDatabase(FeedFixture.migrations) { database in
            let time = ManualTime(Instant(secondsSince1970: 0))
            let feed = Feed(service: .profile, database: database, clock: time.clock)
            try await FeedFixture.publish([FeedFixture.event(1)], to: feed, in: database)
            time.advance(by: .seconds(1_000))
            try await FeedFixture.publish([FeedFixture.event(2)], to: feed, in: database)
            let retention = FeedRetention(feed: feed, keep: .seconds(500), holder: "a", logger: .init(label: "test"))
            let removed = try await retention.sweep()
            #expect(removed == 1)
            let leases = LeaseStore(database: database, clock: time.clock)
            _ = try await leases.acquire("maru_feed_retention", holder: "b", for: .seconds(60))
            let second = try await retention.sweep()
            #expect(second == nil)
        }
    }
}
