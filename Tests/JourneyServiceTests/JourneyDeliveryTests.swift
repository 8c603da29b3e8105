import CommonModels
import JourneyDomain
import JourneyService
import StorageKit
import TestFixtures
import Testing

@Suite("A journey's messages")
struct JourneyDeliveryTests {
    private func person(
        _ world: JourneyWorld, email: String? = "kim@example.org", traits: [String: JSONValue] = [:], consent: String = "granted"
    ) async throws -> ProfileID {
        let id: ProfileID = world.ids.next()
        try await world.feed([
            FeedEvents.profile(id, traits: traits, email: email, consents: [("marketing", "all", consent)], at: world.time.clock.now())
        ])
        return id
    }

    private func enter(_ id: ProfileID, _ world: JourneyWorld, feedID: String = "1") async throws {
        try await world.feed([FeedEvents.entered(Documents.segment, id, feedID: feedID, at: world.time.clock.now())])
    }

    private func outcomes(_ id: ProfileID, _ world: JourneyWorld) async throws -> [String] {
        try await world.traces(id).flatMap {
            $0.steps.filter { $0.outcome != .moved }.map { "\($0.nodeID) \($0.outcome.rawValue)\($0.reason.map { " " + $0 } ?? "")" }
        }
    }

    @Test("tries again after a passing failure and gives up after the last", arguments: TestEngine.available)
    func retries(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            try await world.publish(Documents.welcome())
            let id = try await person(world)
            try await enter(id, world)
            world.neighbours.answerDeliveries([.postponed(detail: "smtp 451"), .postponed(detail: "smtp 421")])
            try await world.pass(.days(2))
            #expect(world.neighbours.mails.count == 1)
            let send = try #require(try await world.traces(id).first?.sends.first { $0.channel == .email })
            #expect(send.state == .sent)
            #expect(send.attempts == 3)
            let refused = try await person(world, email: "gone@example.org")
            world.neighbours.answerDeliveries([.refused(.refused, detail: "smtp 550")])
            try await enter(refused, world, feedID: "2")
            try await world.pass(.days(2))
            #expect(try await outcomes(refused, world).contains("mail failed refused"))
        }
    }

    @Test("holds what Content cannot render, and waits while Content is away")
    func content() async throws {
        try await JourneyWorld.run { world in
            try await world.publish(Documents.cart, key: "cart")
            world.neighbours.answerDecisions(.offer(["key": "tea"]))
            world.neighbours.answerRendering(.unavailable("away"))
            let id = try await person(world, traits: ["country": "KR"])
            try await world.feed([
                FeedEvents.track(id, "Cart Abandoned", ["total": 80], event: world.ids.next(), at: world.time.clock.now())
            ])
            try await world.pass(.seconds(3_650))
            #expect(try await world.traces(id).first?.run.state == .sending)
            world.neighbours.answerRendering(.notFound)
            try await world.pass(.hours(1))
            #expect(try await outcomes(id, world).contains("mail held contentNotFound"))
        }
    }
}
