import CommonModels
import FeedKit
import StorageKit
import TestFixtures
import Testing

/// Whether a reader that follows a feed while many write to it ever steps over an event.
@Suite("commit order")
struct CommitOrderTests {
    static let writers = 6
    static let commitsPerWriter = 40

    /// A table numbered by a sequence, without taking turns: what a feed must not be.
    static let naive = MigrationSet(
        component: "naive", steps: [Migration(1, "naive", ["CREATE TABLE naive (id SERIAL_KEY, number BIGINT NOT NULL)"])])

    @Test("many concurrent writers, and the reader that follows misses nothing and sees nothing twice", arguments: TestEngine.available)
    func concurrentWriters(engine: TestEngine) async throws {
        try await engine.withDatabaseURL { url in
            var options = TestEngine.smallOptions
            options.connectionsMax = 4
            // Two replicas write, a third reads.
            let replicas = [try await openDatabase(url, options: options), try await openDatabase(url, options: options)]
            let reading = try await openDatabase(url, options: options)
            try await reading.migrate(FeedFixture.migrations)
            let done = Tally()
            try await withThrowingTaskGroup(of: [Int].self) { group in
                for writer in 0..<Self.writers {
                    let database = replicas[writer % replicas.count]
                    group.addTask {
                        let feed = FeedFixture.feed(database)
                        for commit in 0..<Self.commitsPerWriter {
                            let first = (writer * Self.commitsPerWriter + commit) * 3
                            try await database.write { transaction in
                                try feed.publish([FeedFixture.event(first), FeedFixture.event(first + 1)], in: transaction)
                                // A transaction that stays open after it took ids is where naive feeds lose events.
                                if transaction.engine == .postgres { _ = try transaction.rows("SELECT pg_sleep(0.001)") }
                                try feed.publish([FeedFixture.event(first + 2)], in: transaction)
                            }
                        }
                        done.add()
                        return []
                    }
                }
                group.addTask {
                    let feed = FeedFixture.feed(reading)
                    var seen: [Int] = []
                    var position: Int64 = 0
                    while true {
                        let isLastLook = done.count == Self.writers
                        let page = try await feed.page(FeedQuery(after: position, limit: 50))
                        if page.count > 0 {
                            let batch = try FeedBatch(page.body, after: position)
                            seen += FeedFixture.numbers(batch.events)
                            position = batch.last
                        } else if isLastLook {
                            return seen
                        }
                    }
                }
                let seen = try await group.reduce(into: []) { $0 += $1 }
                #expect(seen.count == Self.writers * Self.commitsPerWriter * 3)
                #expect(seen.sorted() == Array(0..<Self.writers * Self.commitsPerWriter * 3))
            }
            for database in replicas + [reading] { await database.close() }
        }
    }

    @Test("control: ids from a sequence alone are stepped over", .enabled(if: TestEngine.available.contains(.postgres)))
    func naiveFeedLosesEvents() async throws {
        try await TestEngine.postgres.withDatabase([Self.naive]) { database in
            let (late, lateDone) = AsyncStream.makeStream(of: Void.self)
            let (taken, takenDone) = AsyncStream.makeStream(of: Void.self)
            let gate = Gate()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await database.write { transaction in
                        try transaction.execute("INSERT INTO naive (number) VALUES (1)")
                        takenDone.finish()
                        gate.wait()
                    }
                    lateDone.finish()
                }
                for await _ in taken {}
                try await database.write { _ = try $0.execute("INSERT INTO naive (number) VALUES (2)", []) }
                let position = try await database.read { try $0.row("SELECT max(id) AS id FROM naive")?.integer("id") ?? 0 }
                gate.open()
                for await _ in late {}
                let later = try await database.read { try $0.rows("SELECT number FROM naive WHERE id > $1", [position]).count }
                let stored = try await database.read { try $0.rows("SELECT number FROM naive").count }
                // Two are stored; a reader at `position` has seen one and is never shown the other.
                #expect(stored == 2 && later == 0)
                try await group.waitForAll()
            }
        }
    }
}
