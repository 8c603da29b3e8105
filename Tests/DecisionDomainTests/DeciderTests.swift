import CommonModels
import DecisionDomain
import RuleKit
import Testing

@Suite("Decider")
struct DeciderTests {
    private typealias Fixture = CatalogueFixture

    private func keys(_ verdict: Verdict, _ index: PlacementIndex) -> [String] {
        verdict.chosen.map { index.candidates[$0].offer.key }
    }

    @Test("priority ranks first, then value, then key")
    func ranking() throws {
        let index = try Fixture.index([
            Fixture.offer(3), Fixture.offer(2), Fixture.offer(4, #""value":{"amount":"9.50","currency":"USD"}"#),
            Fixture.offer(5, #""value":{"amount":"10","currency":"USD"}"#), Fixture.offer(1, #""priority":7"#),
        ])
        #expect(index.candidates.map(\.offer.key) == ["offer-1", "offer-5", "offer-4", "offer-2", "offer-3"])
        let verdict = Decider.decide(index, for: Fixture.visitor(), at: Fixture.now, explain: true)
        #expect(verdict.outcomes == [.chosen, .outranked, .outranked, .outranked, .outranked])
        #expect(Decider.decide(index, for: Fixture.visitor(), at: Fixture.now).outcomes == [.chosen])
    }

    @Test("every candidate that could not win says why")
    func reasons() throws {
        let index = try Fixture.index([
            Fixture.offer(1, #""priority":9,"flight":{"starts":"2030-01-01T00:00:00Z"}"#),
            Fixture.offer(2, #""priority":8,"consent":{"purpose":"marketing","channel":"email"}"#),
            Fixture.offer(3, #""priority":7,"eligibility":{"trait":"country","is":"KR"}"#),
            Fixture.offer(4, #""priority":6,"caps":[{"key":"once","limit":1,"window":"lifetime"}]"#),
            Fixture.offer(5, #""priority":5"#),
        ])
        var counters = CapCounters()
        counters.record(try #require(index.candidates[3].caps.first), at: Fixture.now)
        let visitor = Fixture.visitor(FactSheet(profileID: Fixture.person, traits: ["country": "JP"]), counters: counters)
        let verdict = Decider.decide(index, for: visitor, at: Fixture.now)
        #expect(verdict.outcomes == [.outsideFlight, .consentMissing, .ruleNotMet, .capped(0), .chosen])
        #expect(verdict.reason == .chosen)
    }

    @Test("consent for all channels serves one channel, but its own record wins")
    func consent() throws {
        let index = try Fixture.index([Fixture.offer(1, #""consent":{"purpose":"marketing","channel":"email"}"#)])
        func view(_ channel: Channel, _ status: ConsentStatus) -> ConsentView {
            ConsentView(purpose: .marketing, channel: channel, status: status, at: Fixture.now, source: "web")
        }
        func reason(_ consents: [ConsentView]) -> DecisionReason {
            Decider.decide(index, for: Fixture.visitor(FactSheet(profileID: Fixture.person, consents: consents)), at: Fixture.now).reason
        }
        #expect(reason([view(.all, .granted)]) == .chosen)
        #expect(reason([view(.all, .granted), view(.email, .withdrawn)]) == .none)
        #expect(reason([]) == .none)
    }

    @Test("a held-out person gets the fallback with the reason holdout, and no candidate is asked")
    func holdout() throws {
        let placement = try Fixture.placement(#""fallback":"\#(Fixture.offerID(9))""#)
        let index = try Fixture.index([Fixture.offer(1), Fixture.offer(9, #""eligibility":{"trait":"x","is":"y"}"#)], placement: placement)
        let verdict = Decider.decide(index, for: Fixture.visitor(heldOut: true), at: Fixture.now)
        #expect(verdict == Verdict(reason: .holdout, chosen: [], servesFallback: true, outcomes: []))
        let without = Decider.decide(try Fixture.index([Fixture.offer(1)]), for: Fixture.visitor(heldOut: true), at: Fixture.now)
        #expect(without.reason == .holdout && !without.servesFallback)
    }

    @Test("the fallback serves when nobody is eligible, and nothing when there is none")
    func fallback() throws {
        let nobody = try Fixture.offer(1, #""eligibility":{"trait":"x","is":"y"}"#)
        let placement = try Fixture.placement(#""fallback":"\#(Fixture.offerID(9))""#)
        let served = Decider.decide(
            try Fixture.index([nobody, Fixture.offer(9)], placement: placement), for: Fixture.visitor(), at: Fixture.now)
        #expect(served.reason == .fallback && served.servesFallback && served.outcomes == [.ruleNotMet])
        let nothing = Decider.decide(try Fixture.index([nobody]), for: Fixture.visitor(), at: Fixture.now)
        #expect(nothing.reason == .none && !nothing.servesFallback)
    }

    @Test("an arm narrows the offers or serves the fallback")
    func arms() throws {
        let index = try Fixture.index([Fixture.offer(1), Fixture.offer(2)])
        let narrow = ExperimentArm(key: "b", weight: 1, treatment: .offers([Fixture.offerID(2)]))
        let verdict = Decider.decide(index, for: Fixture.visitor(arm: narrow), at: Fixture.now)
        #expect(verdict.outcomes == [.notInArm, .chosen])
        let none = ExperimentArm(key: "c", weight: 1, treatment: .fallback)
        #expect(Decider.decide(index, for: Fixture.visitor(arm: none), at: Fixture.now).outcomes == [.notInArm, .notInArm])
    }

    @Test("a visitor nobody knows gets only offers that no personal cap counts")
    func unknownVisitor() throws {
        let index = try Fixture.index([
            Fixture.offer(1, #""priority":1,"caps":[{"key":"once","limit":1,"window":"lifetime"}]"#),
            Fixture.offer(2, #""caps":[{"key":"stock","per":"total","limit":5,"window":"lifetime"}]"#),
        ])
        #expect(Decider.decide(index, for: Fixture.visitor(named: false), at: Fixture.now).outcomes == [.unknownPerson, .chosen])
    }

    @Test("several offers of one decision count together toward a cap they share")
    func sharedCapWithinDecision() throws {
        let cap = try SharedCap(
            id: SharedCapID(UUIDv7(high: 3, low: 1)),
            json: JSONValue(parsing: #"{"key":"coupons","scope":{"category":"coupon"},"limit":2,"window":{"rolling":"24h"}}"#))
        let offers = try (1...4).map { try Fixture.offer($0, #""categories":["coupon"]"#) } + [Fixture.offer(5)]
        let index = try Fixture.index(offers, placement: Fixture.placement(#""maxOffers":4"#), sharedCaps: [cap])
        let verdict = Decider.decide(index, for: Fixture.visitor(), at: Fixture.now)
        #expect(keys(verdict, index) == ["offer-1", "offer-2", "offer-5"])
        #expect(verdict.outcomes[2] == .capped(0))
    }
}
