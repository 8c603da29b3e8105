import CommonModels
import JourneyDomain
import JourneyService
import StorageKit
import TestFixtures
import Testing

@Suite("The goal of a journey")
struct JourneyGoalTests {
    @Test("lets people who reach the goal go before the message, and nobody for a purchase from before they came")
    func goal() async throws {
        try await JourneyWorld.run { world in
            try await world.publish(Documents.cart, key: "cart")
            let id = try await world.person(traits: ["country": "US"])
            let now = world.time.clock.now()
            try await world.feed([FeedEvents.track(id, "Cart Abandoned", ["total": 80], event: world.ids.next(), at: now)])
            try await world.feed([FeedEvents.track(id, "Order Completed", event: world.ids.next(), at: now - .hours(5), received: now)])
            #expect(try await world.traces(id).first?.run.isFinished == false)
            try await world.feed([FeedEvents.track(id, "Order Completed", event: world.ids.next(), at: now + .minutes(5))])
            try await world.pass(.days(1))
            #expect(try await world.traces(id).first?.run.outcome == .converted)
            #expect(world.neighbours.calls.isEmpty)
        }
    }

    @Test("a goal that is heard of late, or before what it answers, counts from when it happened")
    func lateGoal() async throws {
        try await JourneyWorld.run { world in
            try await world.publish(Documents.cart, key: "cart")
            let (late, early) = (try await world.person(traits: ["country": "US"]), try await world.person(traits: ["country": "US"]))
            let now = world.time.clock.now()
            // A telephone that was offline sends both half an hour later.
            let (left, bought) = (now - .minutes(30), now - .minutes(10))
            try await world.feed([
                FeedEvents.track(late, "Cart Abandoned", ["total": 80], event: world.ids.next(), at: left, received: now)
            ])
            try await world.feed([FeedEvents.track(late, "Order Completed", event: world.ids.next(), at: bought, received: now)])
            // Of somebody else the order is heard first.
            try await world.feed([FeedEvents.track(early, "Order Completed", event: world.ids.next(), at: bought, received: now)])
            try await world.feed([
                FeedEvents.track(early, "Cart Abandoned", ["total": 80], event: world.ids.next(), at: left, received: now)
            ])
            try await world.pass(.days(1))
            #expect(try await world.traces(late).first?.run.outcome == .converted)
            #expect(try await world.traces(early).isEmpty)
            #expect(world.neighbours.calls.isEmpty, "nobody is reminded of what they bought")
        }
    }
}
