import CommonModels
import JourneyDomain
import JourneyService
import StorageKit
import TestFixtures
import Testing

@Suite("One row that cannot be carried on", .serialized)
struct FaultyWorkTests {
    /// Two people in a journey: the first one's run is spoiled by `spoil`, the second one is sound.
    private func world(
        on engine: TestEngine, spoil: String, then body: (JourneyWorld, ProfileID, ProfileID) async throws -> Void
    ) async throws {
        try await JourneyWorld.run(on: engine) { world in
            try await world.publish(Documents.welcome())
            let bad = try await world.person(email: "bad@example.org")
            let good = try await world.person(email: "good@example.org")
            try await world.enter(bad)
            try await world.enter(good)
            try await world.engine.settle()
            try await world.database.write { tx in _ = try tx.execute(spoil, [bad]) }
            try await body(world, bad, good)
        }
    }

    @Test("leaves the other runs alone, is tried again, then ends with a reason for people", arguments: TestEngine.available)
    func run(engine: TestEngine) async throws {
        try await world(on: engine, spoil: "UPDATE journey_run SET version = 99 WHERE profile_id = $1") { world, bad, good in
            try await world.pass(.hours(2))
            #expect(world.neighbours.mails.map(\.to) == ["good@example.org"])
            #expect(try await world.outcomes(bad).last == "pause postponed fault")
            try await world.pass(.days(2))
            #expect(try await world.outcomes(good).last == "end exited completed")
            #expect(try await world.outcomes(bad).last == "pause exited failed")
            let last = try #require(try await world.traces(bad).first?.steps.last)
            #expect(last.detail == "Version 99 of the journey, or the step in it, cannot be found.")
            #expect(try await world.count("SELECT COUNT(*) AS n FROM journey_run WHERE due IS NOT NULL") == 0)
        }
    }

    @Test("may be one nobody can read", arguments: TestEngine.available)
    func unreadable(engine: TestEngine) async throws {
        try await world(on: engine, spoil: "UPDATE journey_run SET trigger_data = 'no json' WHERE profile_id = $1") { world, _, good in
            try await world.pass(.days(3))
            #expect(world.neighbours.mails.map(\.to) == ["good@example.org"])
            #expect(try await world.outcomes(good).last == "end exited completed")
            #expect(try await world.count("SELECT COUNT(*) AS n FROM journey_run WHERE outcome = 'failed'") == 1)
            #expect(try await world.count("SELECT COUNT(*) AS n FROM journey_run WHERE trigger_data <> '{}'") == 0)
        }
    }

    @Test("may be a send: the others leave, and it is settled as failed", arguments: TestEngine.available)
    func send(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            try await world.publish(Documents.welcome())
            let bad = try await world.person(email: "bad@example.org")
            let good = try await world.person(email: "good@example.org")
            try await world.enter(bad)
            try await world.enter(good)
            try await world.engine.settle()
            world.time.advance(by: .hours(2))
            while try await world.engine.runs.round().hasMore {}
            try await world.database.write { tx in
                _ = try tx.execute("UPDATE journey_send SET purpose = '' WHERE profile_id = $1", [bad])
            }
            try await world.pass(.days(3))
            #expect(world.neighbours.mails.map(\.to) == ["good@example.org"])
            #expect(try await world.outcomes(good).last == "end exited completed")
            #expect(try await world.count("SELECT COUNT(*) AS n FROM journey_send WHERE state = 'failed' AND due IS NULL") == 1)
            #expect(try await world.count("SELECT COUNT(*) AS n FROM journey_run WHERE outcome = 'failed'") == 1)
        }
    }
}
