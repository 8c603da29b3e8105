import CommonModels
import FeedKit
import StorageKit
import TestFixtures
import Testing

@Suite("a feed that names what its service's log holds")
struct FeedReferenceTests {
    /// A log of numbered notes.
    private struct Notes: FeedLog {
        static let migrations = MigrationSet(
            component: "notes",
            steps: [Migration(1, "notes", ["CREATE TABLE note (number BIGINT NOT NULL PRIMARY KEY, text TEXT NOT NULL)"])])

        func events(_ references: [FeedReference], in transaction: any SQLTransaction) throws -> [Int64: FeedEvent] {
            let subjects = Dictionary(uniqueKeysWithValues: references.map { ($0.number, $0.subject) })
            let rows = try transaction.rows("SELECT number, text FROM note WHERE number IN", in: references.map(\.number))
            return try rows.reduce(into: [:]) { events, row in
                let number = try row.integer("number")
                let subject = subjects[number] ?? ""
                events[number] = FeedEvent(
                    type: "io.maru.test.noted", subject: subject, partitionKey: subject, time: Instant(secondsSince1970: number),
                    data: #"{"number":\#(number),"text":"\#(try row.text("text"))"}"#)
            }
        }
    }

    private static func withFeed(_ engine: TestEngine, _ body: (any Database, Feed) async throws -> Void) async throws {
        try await engine.withDatabase(FeedFixture.migrations + [Notes.migrations]) { database in
            try await body(database, Feed(service: .profile, database: database, clock: .fixed(.epoch), log: Notes()))
        }
    }

    private static func note(_ numbers: ClosedRange<Int64>, to feed: Feed, in database: any Database) async throws {
        try await database.write { tx in
            try tx.insert(into: "note", columns: ["number", "text"], rows: numbers.map { [.integer($0), .text("note \($0)")] })
            let events = numbers.map {
                FeedEvent(type: "io.maru.test.noted", subject: "s\($0 % 3)", time: Instant(secondsSince1970: $0), reference: $0)
            }
            try feed.publish(events, in: tx)
        }
    }

    @Test("tells them in their order among events it holds itself, also to a second reader", arguments: TestEngine.available)
    func order(engine: TestEngine) async throws {
        try await Self.withFeed(engine) { database, feed in
            try await Self.note(1...700, to: feed, in: database)
            try await FeedFixture.publish([FeedFixture.event(701)], to: feed, in: database)
            try await Self.note(702...800, to: feed, in: database)
            for _ in 0..<2 {
                let events = try await FeedFixture.readAll(feed, limit: 600)
                #expect(FeedFixture.numbers(events) == Array(1...800))
                let tenth = try #require(events.dropFirst(9).first)
                #expect(tenth.subject == "s1" && tenth.data["text"] == "note 10" && tenth.type == "io.maru.test.noted")
                #expect(tenth.time == Instant(secondsSince1970: 10) && tenth.source == "/profile")
            }
            let half = try await FeedFixture.readAll(feed, partition: FeedPartition(index: 0, count: 2))
            let rest = try await FeedFixture.readAll(feed, partition: FeedPartition(index: 1, count: 2))
            #expect(Set(FeedFixture.numbers(half) + FeedFixture.numbers(rest)) == Set(1...800) && half.count + rest.count == 800)
        }
    }

    @Test("passes over what the log no longer has, and stores no text of it", arguments: TestEngine.available)
    func gone(engine: TestEngine) async throws {
        try await Self.withFeed(engine) { database, feed in
            try await Self.note(1...900, to: feed, in: database)
            #expect(try await FeedFixture.readAll(feed).count == 900)
            _ = try await database.write { try $0.execute("DELETE FROM note WHERE number BETWEEN 2 AND 850") }
            feed.forgetTexts()
            #expect(FeedFixture.numbers(try await FeedFixture.readAll(feed, limit: 20)) == [1] + Array(851...900))
            // At the end there is nothing to tell; the reader learns how far it looked all the same.
            _ = try await database.write { try $0.execute("DELETE FROM note WHERE number > 890") }
            feed.forgetTexts()
            let last = try #require(try await FeedFixture.readAll(feed).last.flatMap { Int64($0.id) })
            let tail = try await feed.page(FeedQuery(after: last))
            #expect(tail.count == 0 && tail.position == tail.head && tail.head > last)
            let texts = "SELECT count(*) AS n FROM maru_feed WHERE event <> ''"
            #expect(try await database.read { try $0.row(texts)?.int("n") } == 0)
            #expect(try await feed.erase(subjects: ["s1"], keeping: "io.maru.test.erased") == 300)
            #expect(!FeedFixture.numbers(try await FeedFixture.readAll(feed)).contains { $0 % 3 == 1 })
        }
    }
}
