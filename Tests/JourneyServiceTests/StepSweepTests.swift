import CommonModels
import JourneyDomain
import JourneyService
import StorageKit
import TestFixtures
import Testing

@Suite("Retention of traces")
struct StepSweepTests {
    @Test("old steps go; runs stay, so that nobody enters twice", arguments: TestEngine.available)
    func sweep(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            try await world.publish(Documents.welcome())
            let ids: [ProfileID] = [world.ids.next(), world.ids.next()]
            for id in ids {
                let now = world.time.clock.now()
                try await world.feed([
                    FeedEvents.profile(id, email: "kim@example.org", consents: [("marketing", "all", "granted")], at: now)
                ])
                try await world.feed([FeedEvents.entered(Documents.segment, id, feedID: id.rawValue, at: now)])
                try await world.pass(.days(30))
            }
            let sweep = StepSweep(database: world.database, clock: world.time.clock, keep: .days(45))
            var removed = 0
            while true {
                let count = try await sweep.step()
                if count == 0 { break }
                removed += count
            }
            #expect(removed > 0)
            #expect(try await world.traces(ids[0]).map(\.steps.count) == [0])
            #expect(try await world.traces(ids[1]).first?.steps.last?.outcome == .exited)
            let now = world.time.clock.now()
            try await world.feed([FeedEvents.entered(Documents.segment, ids[0], feedID: "again", at: now)])
            #expect(try await world.traces(ids[0]).count == 1, "once stays once")
        }
    }

    @Test("what is removed is found through an index", arguments: TestEngine.available)
    func plan(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            let oldest = try await world.database.queryPlan(StepSweep.oldestSQL, [10])
            #expect(!oldest.contains("Sort") && !oldest.contains("TEMP B-TREE"), "\(oldest)")
            let delete = try await world.database.queryPlan(StepSweep.deleteSQL, [10])
            #expect(QueryPlan.fullScans(delete, on: world.database.engine).isEmpty, "\(delete)")
        }
    }
}
