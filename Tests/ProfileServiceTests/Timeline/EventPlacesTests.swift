import CommonModels
import ProfileDomain
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Places of events")
struct EventPlacesTests {
    private static let people = (0..<40).map { ProfileID(trusted: "prf_" + String(repeating: "0", count: 24) + "\($0 + 10)") }

    private static func places(_ count: Int, from first: Int64, seed: UInt64) -> [EventPlaces.Place] {
        var random = SeededRandom(seed: seed)
        return (0..<Int64(count)).map { index in
            EventPlaces.Place(
                profile: people[Int.random(in: 0..<people.count, using: &random)],
                time: Instant(microseconds: Int64.random(in: 0..<500, using: &random)), sequence: first + index,
                kind: "Kind \(Int.random(in: 0..<9, using: &random))")
        }
    }

    private static func stored(_ database: any Database) async throws -> [EventPlaces.Place] {
        try await database.read { tx in
            try tx.rows("SELECT profile_id, time, event_seq, kind FROM event_place ORDER BY event_seq").map {
                EventPlaces.Place(
                    profile: try $0.id("profile_id"), time: try $0.instant("time"), sequence: try $0.integer("event_seq"),
                    kind: try $0.text("kind"))
            }
        }
    }

    @Test("are kept through any number of merges, which go on while others are added and taken away", arguments: TestEngine.available)
    func merging(engine: TestEngine) async throws {
        try await engine.withDatabase(ProfileWorld.migrations) { database in
            var expected: [Int64: EventPlaces.Place] = [:]
            var random = SeededRandom(seed: 20_261_126)
            var next: Int64 = 1
            var steps = 0
            for round in 0..<70 {
                let added = Self.places(1_024, from: next, seed: UInt64(round))
                next += 1_024
                for place in added { expected[place.sequence] = place }
                let gone = (0..<5).compactMap { _ in expected.removeValue(forKey: Int64.random(in: 1..<next, using: &random)) }
                try await database.write { tx in
                    try EventPlaces.add(added, in: tx)
                    try EventPlaces.remove(gone, in: tx)
                }
                if round % 3 == 0, try await database.write({ try PlaceMerge.step(in: $0) }) { steps += 1 }
            }
            while try await database.write({ try PlaceMerge.step(in: $0) }) { steps += 1 }
            #expect(try await Self.stored(database) == expected.values.sorted { $0.sequence < $1.sequence })
            let runs = try await database.read { tx in
                try tx.rows("SELECT run, level, state, entries FROM event_run ORDER BY run").map {
                    "\(try $0.integer("level")) \(try $0.text("state"))"
                }
            }
            let orphans = "SELECT count(*) AS n FROM event_place WHERE run NOT IN (SELECT run FROM event_run)"
            #expect(try await database.read { try $0.row(orphans)?.int("n") } == 0)
            #expect(!runs.contains { $0.hasSuffix("filling") })
            switch engine {
            case .sqlite:
                // 17 full runs of 4,096 came; sixteen became one of the next level.
                #expect(steps > 30 && runs.count { $0 == "1 closed" } == 1 && runs.count { $0 == "0 closed" } < 16, "\(runs)")
            case .postgres: #expect(steps == 0 && runs == ["4 closed", "0 open"], "\(runs)")
            }
        }
    }

    @Test("lead to the same timeline before, amid and after a merge", arguments: TestEngine.available)
    func timeline(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            var time = 0
            for batch in 0..<17 {
                let calls = (0..<4_200).map { index -> JSONValue in
                    time += 1
                    return Calls.track(
                        index % 700 == 3 ? "Rare" : "View", ["userId": "u\(index % 7)"], at: time * 7_919 % 80_000, id: "m\(batch)-\(index)"
                    )
                }
                try await world.ingest(requests: [calls])
            }
            let id = try #require(try await world.person("userId:u3")).id
            // A filtered page ends where its look does, so it is read to the end.
            func look() async throws -> [String] {
                var found = try #require(try await world.timeline.page(of: id, limit: 1_000, after: nil)).entries.map(\.event.messageId)
                var after: Keyset?
                repeat {
                    let page = try #require(try await world.timeline.page(of: id, TimelineFilter(kind: "Rare"), limit: 50, after: after))
                    found += page.entries.map(\.event.messageId)
                    after = page.next
                } while after != nil
                return found
            }
            let before = try await look()
            #expect(before.count == 1_000 + 17 * 6)
            var steps = 0
            while try await world.database.write({ try PlaceMerge.step(in: $0) }) {
                steps += 1
                // Every step moves places; looking after each would take a while.
                if steps % 8 == 0 { #expect(try await look() == before) }
            }
            #expect(try await look() == before)
            #expect(steps > 30 || engine == .postgres)
        }
    }
}
