import CommonModels
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Ingest")
struct IngestStoreTests {
    private func view(_ id: String, at second: Int = 0) -> JSONValue { Calls.track("View", ["userId": "kim"], at: second, id: id) }

    @Test(
        "a message is stored once: within a request, across requests of a transaction, and across transactions",
        arguments: TestEngine.available)
    func duplicates(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            let first = try await world.ingest(requests: [[view("m1"), view("m2"), view("m1", at: 9)], [view("m2"), view("m3")]])
            #expect(first == [IngestOutcome(accepted: 2, duplicates: 1), IngestOutcome(accepted: 1, duplicates: 1)])
            #expect(try await world.ingest(view("m3", at: 50), view("m4")) == IngestOutcome(accepted: 1, duplicates: 1))
            // Whoever sends it, and whomever it is about.
            let other = try await world.ingest(Calls.track("View", ["userId": "lee"], at: 1, id: "m4"), source: "app")
            #expect(other == IngestOutcome(accepted: 0, duplicates: 1))
            let kim = try #require(try await world.person("userId:kim"))
            #expect(try await world.history(kim.id) == ["View", "View", "View", "View"])
            #expect(try await world.number("SELECT event_count AS n FROM profile WHERE profile_id = $1", [kim.id]) == 4)
            #expect(kim.lastSeen == ProfileWorld.start, "a duplicate's time says nothing")
            #expect(try await world.person("userId:lee") == nil, "a duplicate makes nobody")
            #expect(try await world.number("SELECT accepted AS n FROM ingest_day WHERE source = 'web'") == 4)
            #expect(try await world.number("SELECT duplicate AS n FROM ingest_day WHERE source = 'web'") == 3)
            #expect(try await world.number("SELECT count(*) AS n FROM maru_feed WHERE reference IS NOT NULL") == 4)
        }
    }

    @Test("calls without a message id are all stored", arguments: TestEngine.available)
    func withoutID(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            let call = Calls.track("View", ["userId": "kim"], at: 0)
            let together = try await world.ingest(call, call)
            #expect(together == IngestOutcome(accepted: 2, duplicates: 0))
            let again = try await world.ingest(call)
            #expect(again == IngestOutcome(accepted: 1, duplicates: 0))
        }
    }

    @Test("what is refused is kept with its reason, and the rest of the request is stored", arguments: TestEngine.available)
    func refused(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            let late = Calls.track("View", ["userId": "kim"], at: 40 * 86_400, id: "m2")
            let outcome = try await world.ingest(view("m1"), ["type": "track", "userId": "kim"], late, view("m3"))
            #expect(outcome == IngestOutcome(accepted: 2, duplicates: 0))
            let kept = try await IngestLog(database: world.database).rejections(limit: 10, before: nil)
            #expect(kept.map(\.code).sorted() == ["in-the-future", "missing-field"], "\(kept.map(\.code))")
            #expect(kept.allSatisfy { !$0.payload.isEmpty && $0.source == "web" && !$0.detail.isEmpty })
            let days = try await IngestLog(database: world.database).sources(days: 2, now: ProfileWorld.start + .days(1))
            #expect(days.map(\.rejected) == [2] && days.map(\.accepted) == [2])
        }
    }

    @Test("a transaction that fails leaves nothing of any of its requests", arguments: TestEngine.available)
    func allOrNothing(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            struct Stop: Error {}
            let submission = try ProfileWorld.submission([view("m1")], ids: world.ids)
            await #expect(throws: Stop.self) {
                try await world.database.write { [feed = world.feed, parts = world.parts] tx in
                    _ = try IngestBatch.apply([submission], in: tx, feed: feed, parts: parts)
                    throw Stop()
                }
            }
            for table in ["event", "profile", "identity", "maru_feed", "ingest_day"] {
                #expect(try await world.number("SELECT count(*) AS n FROM \(table)") == 0, "\(table)")
            }
            #expect(try await world.ingest(view("m1")) == IngestOutcome(accepted: 1, duplicates: 0), "it may be sent again")
        }
    }
}
