import CommonModels
import JourneyDomain
import JourneyService
import TestFixtures
import Testing

@Suite("Two profiles of one person in a journey")
struct MergeTests {
    private func world(_ engine: TestEngine, _ body: (JourneyWorld, ProfileID, ProfileID) async throws -> Void) async throws {
        try await JourneyWorld.run(on: engine) { world in
            let now = world.time.clock.now()
            let (first, second): (ProfileID, ProfileID) = (world.ids.next(), world.ids.next())
            try await world.feed([
                FeedEvents.profile(first, email: "a@example.org", consents: [("marketing", "all", "granted")], at: now),
                FeedEvents.profile(second, email: "b@example.org", consents: [("marketing", "all", "granted")], at: now),
            ])
            try await body(world, first, second)
        }
    }

    @Test("get one message, not two, when they merge before it", arguments: TestEngine.available)
    func beforeTheMessage(engine: TestEngine) async throws {
        try await world(engine) { world, first, second in
            try await world.publish(Documents.welcome())
            for (index, id) in [first, second].enumerated() {
                try await world.feed([FeedEvents.entered(Documents.segment, id, feedID: "\(index)", at: world.time.clock.now())])
            }
            try await world.pass(.hours(1))
            try await world.feed([FeedEvents.merged(second, into: first, at: world.time.clock.now())])
            try await world.pass(.days(3))
            #expect(world.neighbours.mails.count == 1)
            #expect(
                try await world.traces(second).map(\.run.outcome).sorted { ($0?.rawValue ?? "") < ($1?.rawValue ?? "") } == [
                    .completed, .mergedDuplicate,
                ])
            #expect(try await world.count("SELECT COUNT(*) AS n FROM journey_inbox") == 1)
        }
    }

    @Test("get no second message when one of them had it already", arguments: TestEngine.available)
    func afterOneHadIt(engine: TestEngine) async throws {
        try await world(engine) { world, first, second in
            try await world.publish(Documents.welcome(reentry: "\"afterExit\""))
            try await world.feed([FeedEvents.entered(Documents.segment, first, feedID: "1", at: world.time.clock.now())])
            try await world.pass(.minutes(90))
            try await world.feed([FeedEvents.entered(Documents.segment, second, feedID: "2", at: world.time.clock.now())])
            try await world.pass(.minutes(40))
            #expect(world.neighbours.mails.map(\.to) == ["a@example.org"])
            try await world.feed([FeedEvents.merged(first, into: second, at: world.time.clock.now())])
            try await world.pass(.days(3))
            #expect(world.neighbours.mails.count == 1)
            #expect(try await world.count("SELECT COUNT(*) AS n FROM journey_inbox") == 1)
        }
    }

    @Test("who finished a once-only journey as one of them leave it as the other")
    func onceOnly() async throws {
        try await world(.sqlite) { world, first, second in
            try await world.publish(Documents.welcome())
            try await world.feed([FeedEvents.entered(Documents.segment, first, feedID: "1", at: world.time.clock.now())])
            try await world.pass(.days(2))
            try await world.feed([FeedEvents.entered(Documents.segment, second, feedID: "2", at: world.time.clock.now())])
            try await world.feed([FeedEvents.merged(second, into: first, at: world.time.clock.now())])
            try await world.pass(.days(2))
            #expect(world.neighbours.mails.count == 1)
        }
    }

    @Test("leave nothing behind when they are erased", arguments: TestEngine.available)
    func erased(engine: TestEngine) async throws {
        try await world(engine) { world, first, _ in
            try await world.publish(Documents.welcome())
            try await world.feed([FeedEvents.entered(Documents.segment, first, at: world.time.clock.now())])
            try await world.pass(.days(2))
            try await world.feed([FeedEvents.erased(first, at: world.time.clock.now())])
            for table in ["journey_run", "journey_send", "journey_step", "journey_inbox", "journey_fact"] {
                #expect(try await world.count("SELECT COUNT(*) AS n FROM \(table)") == 0, "\(table)")
            }
            #expect(try await world.count("SELECT n FROM journey_count WHERE node_id = 'mail' AND counter = 'sent'") == 1)
        }
    }
}
