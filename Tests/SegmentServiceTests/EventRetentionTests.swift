import CommonModels
import ProjectionKit
import StorageKit
import TestFixtures
import Testing

@testable import SegmentService

@Suite("Members whose events have been kept long enough")
struct EventRetentionTests {
    @Test("leave segments those events made them part of", arguments: TestEngine.available)
    func leave(engine: TestEngine) async throws {
        try await SegmentBench.on(engine) { bench in
            let buyers = try await bench.active("buyers", #"{"event":"Order Completed","count":{"atLeast":1},"within":"1000d"}"#)
            let everybody = try await bench.active("everybody", #"{"trait":"tier","is":"gold"}"#)
            let person: ProfileID = bench.ids.next()
            var script = FeedScript()
            try await bench.apply([
                script.traits(["tier": "gold"], of: person, at: SegmentBench.start),
                script.event("Order Completed", of: person, at: SegmentBench.start),
            ])
            #expect(try await bench.members(buyers) == [person])
            #expect(try await bench.members(everybody) == [person])
            let rules = EventRetention(names: ["Order Completed": 90], types: [:])
            let told = CloudEvent(
                id: "900", type: FeedEventType.eventRetention, source: "/profile", time: SegmentBench.start, subject: nil,
                data: ["version": 1, "events": rules.json])
            try await bench.apply([told])
            let (clock, maintainer) = (bench.time.clock, bench.maintainer)
            let kept = ProjectedRetention(database: bench.database, now: { clock.now() }) { try maintainer.reconsider($0, in: $1) }
            #expect(try await kept.step() == 0)
            #expect(try await bench.members(buyers) == [person])
            bench.time.advance(by: .days(91))
            #expect(try await kept.step() == 1)
            #expect(try await bench.members(buyers) == [])
            #expect(try await bench.members(everybody) == [person])
            #expect(try await bench.told().last?.reason == "time")
        }
    }
}
