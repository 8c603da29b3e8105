import CommonModels
import JourneyDomain
import JourneyService
import StorageKit
import TestFixtures
import Testing

@Suite("A journey's messages")
struct JourneyDeliveryTests {
    @Test("tries again after a passing failure and gives up after the last", arguments: TestEngine.available)
    func retries(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            try await world.publish(Documents.welcome())
            let id = try await world.person()
            try await world.enter(id)
            world.neighbours.answerDeliveries([.postponed(detail: "smtp 451"), .postponed(detail: "smtp 421")])
            try await world.pass(.days(2))
            #expect(world.neighbours.mails.count == 1)
            let send = try #require(try await world.traces(id).first?.sends.first { $0.channel == .email })
            #expect(send.state == .sent)
            #expect(send.attempts == 3)
            let refused = try await world.person(email: "gone@example.org")
            world.neighbours.answerDeliveries([.refused(.refused, detail: "smtp 550")])
            try await world.enter(refused, feedID: "2")
            try await world.pass(.days(2))
            #expect(try await world.outcomes(refused).contains("mail failed refused"))
        }
    }

    @Test("holds what Content cannot render, and waits while Content is away")
    func content() async throws {
        try await JourneyWorld.run { world in
            try await world.publish(Documents.cart, key: "cart")
            world.neighbours.answerDecisions(.offer(["key": "tea"]))
            world.neighbours.answerRendering(.unavailable("away"))
            let id = try await world.person(traits: ["country": "KR"])
            try await world.feed([
                FeedEvents.track(id, "Cart Abandoned", ["total": 80], event: world.ids.next(), at: world.time.clock.now())
            ])
            try await world.pass(.seconds(3_650))
            #expect(try await world.traces(id).first?.run.state == .sending)
            world.neighbours.answerRendering(.notFound)
            try await world.pass(.hours(1))
            #expect(try await world.outcomes(id).contains("mail held contentNotFound"))
        }
    }
}
