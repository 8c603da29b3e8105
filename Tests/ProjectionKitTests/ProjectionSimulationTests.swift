import CommonModels
import ProjectionKit
import StorageKit
import TestFixtures
import Testing

/// Random feeds, applied in different ways, must leave the same tables.
@Suite("the projection, simulated")
struct ProjectionSimulationTests {
    /// A feed of 150 random events about a few people.
    static func randomFeed(seed: UInt64) -> [CloudEvent] {
        var random = SeededRandom(seed: seed)
        var script = FeedScript()
        let people = (0..<6).map { _ in script.profile() }
        let segments = (0..<3).map { _ in script.segment() }
        var living = people
        return (0..<150).compactMap { second in
            guard let person = living.randomElement(using: &random), let segment = segments.randomElement(using: &random) else {
                return nil
            }
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<9:
                return script.happened(
                    ["Visit", "Order Completed"][second % 2], to: person, at: Int.random(in: 0...second, using: &random))
            case 9..<14:
                let value = JSONValue.integer(Int64(second))
                return script.changed(
                    person, at: second, traits: [["a", "b", "c"][second % 3]: value], removed: second % 7 == 0 ? ["a"] : [])
            case 14..<18: return script.membership(person, segment, isMember: second % 3 != 0, at: second)
            case 18 where living.count > 2:
                guard let survivor = living.first(where: { $0 != person }) else { return nil }
                living.removeAll { $0 == person }
                return script.merged(person, into: survivor, at: second)
            default:
                if second % 5 == 0 { return script.erased(person, at: second) }
                if second % 2 == 0 { return script.changed(person, at: second, email: "\(second)@example.com") }
                let late = Int.random(in: 0...second, using: &random)
                return script.changed(person, at: late, marketing: second % 3 == 0 ? .withdrawn : .granted)
            }
        }
    }

    static func dump(_ feed: [CloudEvent], batch: Int, replays: Bool = false, on engine: TestEngine) async throws -> [String] {
        try await engine.withDatabase([ProjectionSchema.migrations]) { database in
            for start in stride(from: 0, to: feed.count, by: batch) {
                let events = Array(feed[start..<min(start + batch, feed.count)])
                try await database.project(events)
                if replays { try await database.project(events.filter { $0.type != FeedEventType.profileChanged }) }
            }
            return try await database.projectionDump()
        }
    }

    @Test(
        "one by one, in small and in large batches, on either engine: the same tables", arguments: TestEngine.available,
        Array(1...6) as [UInt64])
    func batches(engine: TestEngine, seed: UInt64) async throws {
        let feed = Self.randomFeed(seed: seed)
        let reference = try await Self.dump(feed, batch: 1, on: .sqlite)
        #expect(reference.count >= 5)
        for batch in [7, 50, 1_000] {
            let dump = try await Self.dump(feed, batch: batch, on: engine)
            #expect(dump == reference, "seed \(seed), batch \(batch)")
        }
    }

    @Test("an event applied twice counts once", arguments: TestEngine.available, Array(1...3) as [UInt64])
    func replay(engine: TestEngine, seed: UInt64) async throws {
        let feed = Self.randomFeed(seed: seed)
        let once = try await Self.dump(feed, batch: 1, on: engine)
        let twice = try await Self.dump(feed, batch: 1, replays: true, on: engine)
        #expect(once == twice, "seed \(seed)")
    }
}
