import CommonModels
import ProjectionKit
import RuleKit
import StorageKit
import TestFixtures
import Testing

@Suite("regional defaults in the projection")
struct ConsentPolicyTests {
    private static func policy(_ version: Int, _ standing: ConsentDefault) -> CloudEvent {
        let region = ConsentRegion(key: "us", nameKo: "미국", nameEn: "US", countries: Set(["US"].compactMap { Country(rawValue: $0) }))
        let policy = ConsentPolicy(
            version: version, since: FeedScript.instant(version), regions: [region],
            rules: [ConsentPolicy.Rule(region: "us", purpose: .marketing, channel: .all, standing: standing)])
        return CloudEvent(
            id: "9\(version)", type: FeedEventType.consentPolicy, source: "/profile", time: FeedScript.instant(version),
            subject: "consent-policy", data: policy.json)
    }

    @Test("hold for people who were never asked, by their country, and never against their word", arguments: TestEngine.available)
    func defaults(engine: TestEngine) async throws {
        try await engine.withDatabase(ProjectionTests.schema) { database in
            var script = FeedScript()
            let (american, korean, refusing) = (script.profile(), script.profile(), script.profile())
            try await database.project([
                script.changed(american, at: 1, traits: ["country": "us"]), script.changed(korean, at: 1, traits: ["country": "KR"]),
                script.changed(refusing, at: 1, traits: ["country": "US"], marketing: .denied),
            ])
            #expect(try await database.facts(american).consent(.marketing, on: .email) == nil, "no policy yet: everything is opt-in")
            #expect(try await database.project([Self.policy(1, .optOut)]).isPolicyChanged)
            let allowed = try await database.facts(american).consent(.marketing, on: .email)
            #expect(allowed?.status == .granted && allowed?.source == EffectiveConsent.defaultSource)
            #expect(try await database.facts(korean).consent(.marketing, on: .email) == nil)
            #expect(try await database.facts(refusing).consent(.marketing, on: .email)?.status == .denied)
            try await database.project([script.changed(korean, at: 2, traits: ["country": "US"])])
            #expect(try await database.facts(korean).consent(.marketing, on: .push)?.status == .granted)
        }
    }

    @Test("of a channel go before those of all channels, in rules too")
    func channels() async throws {
        try await TestEngine.sqlite.withDatabase(ProjectionTests.schema) { database in
            var script = FeedScript()
            let american = script.profile()
            let strict = ConsentPolicy(
                version: 1, since: FeedScript.instant(1), regions: [],
                rules: [
                    ConsentPolicy.Rule(region: nil, purpose: .marketing, channel: .all, standing: .optOut),
                    ConsentPolicy.Rule(region: nil, purpose: .marketing, channel: .sms, standing: .optIn),
                ])
            let told = CloudEvent(
                id: "91", type: FeedEventType.consentPolicy, source: "/profile", time: FeedScript.instant(1), subject: "consent-policy",
                data: strict.json)
            try await database.project([script.changed(american, at: 1, traits: ["country": "US"]), told])
            let facts = try await database.facts(american)
            for (channel, isGranted) in [(Channel.email, true), (.sms, false)] {
                let rule = CompiledRule(.consent(ConsentCondition(purpose: .marketing, channel: channel, status: .granted)))
                #expect(rule.matches(facts, at: FeedScript.instant(2)) == isGranted, "\(channel)")
            }
        }
    }

    @Test("are the latest published; one that comes again or late changes nothing", arguments: TestEngine.available)
    func versions(engine: TestEngine) async throws {
        try await engine.withDatabase(ProjectionTests.schema) { database in
            let first = try await database.project([Self.policy(2, .optOut)])
            #expect(first.isPolicyChanged)
            #expect(try await !database.project([Self.policy(2, .optOut)]).isPolicyChanged)
            #expect(try await !database.project([Self.policy(1, .optIn)]).isPolicyChanged)
            #expect(try await database.read { try ProjectionReader().policy(in: $0) }.version == 2)
        }
    }
}
