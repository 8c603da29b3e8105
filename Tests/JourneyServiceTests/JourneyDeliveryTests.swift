import CommonModels
import JourneyDomain
import JourneyService
import StorageKit
import SubjectKit
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

    @Test("a policy against using the address holds the message, and policy and field are named", arguments: TestEngine.available)
    func policy(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            try await world.publish(Documents.welcome())
            let book = PolicyBook(
                labels: [PolicyBook.Labelled(DataField(.identity, "email"), .sensitive)],
                policies: [DataPolicy(key: "no-mail", label: .sensitive, actions: [.message], effect: .deny)])
            try await world.database.write { tx in try PolicyShelf.store(1, book, in: tx) }
            let id = try await world.person()
            try await world.enter(id)
            try await world.pass(.days(1))
            #expect(world.neighbours.mails.isEmpty)
            let held = try await world.traces(id).flatMap(\.steps).filter { $0.outcome == .held && $0.channel == .email }
            #expect(held.map(\.reason) == ["policyDenied"] && held.map(\.detail) == ["no-mail · identity:email"])
        }
    }

    @Test("a policy against what the message is made of holds it once it is rendered", arguments: TestEngine.available)
    func words(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            try await world.publish(Documents.cart, key: "cart")
            world.neighbours.answerDecisions(.offer(["key": "tea"]))
            let book = PolicyBook(
                labels: [PolicyBook.Labelled(DataField(.trait, "blood*"), .sensitive)],
                policies: [DataPolicy(key: "never", label: .sensitive, actions: [.message], effect: .allowOnly([.analytics]))])
            try await world.database.write { tx in try PolicyShelf.store(1, book, in: tx) }
            func rendered(_ field: DataField) -> RenderResult {
                .rendered(Rendered(subject: "subject", text: "text", html: nil, fields: [DataField(.trait, "city"), field]))
            }
            for (field, mails) in [(DataField(.trait, "bloodType"), 0), (DataField(.trait, "tier"), 1)] {
                world.neighbours.answerRendering(rendered(field))
                let id = try await world.person(traits: ["country": "KR"])
                let now = world.time.clock.now()
                try await world.feed([FeedEvents.track(id, "Cart Abandoned", ["total": 80], event: world.ids.next(), at: now)])
                try await world.pass(.seconds(3_650))
                #expect(world.neighbours.mails.count == mails)
                let held = try await world.traces(id).flatMap(\.steps).filter { $0.outcome == .held && $0.channel == .email }
                #expect(held.map(\.detail) == (mails == 0 ? ["never · trait:bloodType"] : []))
            }
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
