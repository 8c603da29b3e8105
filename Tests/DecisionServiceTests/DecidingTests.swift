import CommonModels
import DecisionDomain
import FeedKit
import StorageKit
import TestFixtures
import Testing

@testable import DecisionService

@Suite("Deciding")
struct DecidingTests {
    private let person = DecisionStage.person(1)

    @Test("rules are evaluated on what the feed said last", arguments: TestEngine.available)
    func freshFacts(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine) { stage in
            try await stage.savePlacement()
            try await stage.saveOffer("korea", #""eligibility":{"trait":"country","is":"KR"}"#)
            #expect(try await stage.decide(person)["reason"] == "none")
            let at = stage.time.clock.now().rfc3339
            try await stage.introduce(person, userID: "u1", traits: #"{"country":{"value":"KR","at":"\#(at)","source":"web"}}"#)
            #expect(try await stage.decide(person)["offer"]?["key"] == "korea")
            try await stage.introduce(person, userID: "u1", traits: #"{"country":{"value":"JP","at":"\#(at)","source":"web"}}"#)
            #expect(try await stage.decide(person)["reason"] == "none")
        }
    }

    @Test("segments decide from the moment their feed says so", arguments: TestEngine.available)
    func segments(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine) { stage in
            let segment = SegmentID(UUIDv7(high: 5, low: 5))
            try await stage.savePlacement()
            try await stage.saveOffer("vip", #""eligibility":{"segment":"\#(segment)"}"#)
            try await stage.introduce(person, userID: "u1")
            #expect(try await stage.decide(person)["offer"] == nil)
            let data =
                #"{"segmentId":"\#(segment)","profileId":"\#(person)","at":"\#(stage.time.clock.now().rfc3339)","reason":"rule","version":1}"#
            try await stage.apply([stage.event(FeedEventType.segmentEntered, data)])
            #expect(try await stage.decide(person)["offer"]?["key"] == "vip")
            try await stage.apply([stage.event(FeedEventType.segmentLeft, data)])
            #expect(try await stage.decide(person)["offer"] == nil)
        }
    }

    @Test("a person is found by an identity; an unknown one gets a safe answer", arguments: TestEngine.available)
    func identities(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine) { stage in
            try await stage.savePlacement()
            try await stage.saveOffer("personal", #""priority":5,"caps":[{"key":"once","limit":1,"window":"lifetime"}]"#)
            try await stage.saveOffer("open")
            try await stage.introduce(person, userID: "u1")
            func decide(_ value: String) async throws -> JSONValue {
                let request = DecideRequest(who: .identity(namespace: "userId", value: value), placement: "home")
                return try JSONValue(parsing: try await stage.first.engine.decide(request))
            }
            #expect(try await decide("u1")["offer"]?["key"] == "personal")
            #expect(try await decide("u1")["offer"]?["key"] == "open")
            #expect(try await decide("nobody")["offer"]?["key"] == "open")
        }
    }

    @Test("the log says why and why not, also after the offers changed", arguments: TestEngine.available)
    func explanation(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine) { stage in
            try await stage.savePlacement()
            try await stage.saveOffer("vip", #""priority":9,"eligibility":{"trait":"tier","is":"vip"}"#)
            try await stage.saveOffer("mail", #""priority":8,"consent":{"purpose":"marketing","channel":"email"}"#)
            try await stage.saveOffer("winner", #""priority":7"#)
            try await stage.saveOffer("last", #""priority":6"#)
            let answer = try await stage.decide(person)
            try await stage.saveOffer("newcomer", #""priority":10"#)
            #expect(try await stage.decide(person)["offer"]?["key"] == "newcomer")
            let id = try #require(answer["decisionId"]?.stringValue.flatMap { DecisionID($0) })
            let logged = try await stage.log.find(id).json
            #expect(logged["reason"] == "chosen")
            let candidates = logged["candidates"]?.arrayValue ?? []
            #expect(candidates.compactMap { $0["offerKey"]?.stringValue } == ["vip", "mail", "winner", "last"])
            #expect(candidates.compactMap { $0["outcome"]?.stringValue } == ["ruleNotMet", "consentMissing", "chosen", "outranked"])
        }
    }

    @Test("a retry with the same request id gets the first decision, and counts once", arguments: TestEngine.available)
    func retry(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine, replicas: 2) { stage in
            try await stage.savePlacement()
            try await stage.saveOffer("once", #""caps":[{"key":"once","limit":1,"window":"lifetime"}]"#)
            let first = try await stage.decide(person, requestID: "journey-step-1")
            let again = try await stage.decide(person, replica: 1, requestID: "journey-step-1")
            #expect(again == first)
            #expect(again["offer"]?["content"] == ["inline": ["title": "x"]])
            #expect(try await stage.decide(person, requestID: "journey-step-2")["offer"] == nil)
            await #expect(throws: DecisionError.requestIDReused) {
                try await stage.decide(DecisionStage.person(2), requestID: "journey-step-1")
            }
        }
    }

    @Test("erasure forgets the person and keeps the results", arguments: TestEngine.available)
    func erasure(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine) { stage in
            try await stage.savePlacement()
            let offer = try await stage.saveOffer("once", #""caps":[{"key":"once","limit":1,"window":"lifetime"}]"#)
            try await stage.introduce(person, userID: "u1")
            let answer = try await stage.decide(person)
            _ = try await stage.feedback("f1", answer, "conversion", more: #","revenue":{"amount":"9900","currency":"KRW"}"#)
            try await stage.apply([stage.event(FeedEventType.profileErased, #"{"profileId":"\#(person)"}"#)])
            let left = try await stage.database.read { tx in
                try [
                    "cap_counter WHERE subject = $1", "decision WHERE profile_id = $1", "feedback WHERE profile_id = $1",
                    "fact_outbox WHERE profile_id = $1",
                ]
                .map { try tx.row("SELECT COUNT(*) AS n FROM \($0)", [person])?.int("n") }
            }
            #expect(left == [0, 0, 0, 0])
            let totals = try await OfferResultStore(database: stage.database).results(of: offer.id)
            #expect(totals.count("decision") == 1 && totals.count("conversion") == 1)
            #expect(totals.revenue == [Money(minorUnits: 9_900, currency: .krw)])
        }
    }

    @Test("decisions and feedback appear in the feed and on their way to Profile", arguments: TestEngine.available)
    func feedAndFacts(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine) { stage in
            try await stage.savePlacement()
            try await stage.saveOffer("hello")
            try await stage.introduce(person, userID: "u1")
            let answer = try await stage.decide(person)
            _ = try await stage.feedback("f1", answer, "impression")
            _ = try await stage.feedback("f1", answer, "impression")
            let facts = try await stage.database.read { try FactOutbox.next(10, in: $0) }.compactMap(\.event)
            #expect(facts.compactMap { $0["event"]?.stringValue } == ["Experiment Viewed", "Offer Shown"])
            #expect(facts.allSatisfy { $0["userId"] == "u1" })
            #expect(facts.first?["properties"] == ["experiment_id": "global-holdout", "variation_id": "treated"])
            #expect(facts.last?["messageId"]?.stringValue?.hasSuffix("/f1") == true)
            let page = try await Feed(service: .decision, database: stage.database, clock: stage.time.clock).page(FeedQuery())
            let events = (try JSONValue(parsing: page.body).arrayValue ?? []).compactMap { CloudEvent(json: $0) }
            #expect(events.map(\.type) == [FeedEventType.decided, FeedEventType.decisionFeedback])
            #expect(events.first?.data["offerKey"] == "hello")
            #expect(events.first?.data["holdout"] == false)
            #expect(events.last?.data["kind"] == "impression")
        }
    }
}
