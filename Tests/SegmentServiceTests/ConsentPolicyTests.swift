import CommonModels
import SegmentDomain
import SegmentService
import StorageKit
import TestFixtures
import Testing

@Suite("Segments by consent where nobody was asked")
struct ConsentPolicyTests {
    private static let consented = #"{"consent":{"purpose":"marketing","channel":"email","status":"granted"}}"#

    private func policy(_ standing: ConsentDefault, version: Int) -> CloudEvent {
        let region = ConsentRegion(key: "us", nameKo: "미국", nameEn: "US", countries: Set(["US"].compactMap { Country(rawValue: $0) }))
        let policy = ConsentPolicy(
            version: version, since: SegmentBench.start, regions: [region],
            rules: [ConsentPolicy.Rule(region: "us", purpose: .marketing, channel: .all, standing: standing)])
        return CloudEvent(
            id: "\(900 + version)", type: FeedEventType.consentPolicy, source: "/profile", time: SegmentBench.start,
            subject: "consent-policy", data: policy.json)
    }

    @Test("follow a change of country at once, and ask for everybody again when the policy changes", arguments: TestEngine.available)
    func country(engine: TestEngine) async throws {
        try await SegmentBench.on(engine) { bench in
            let segment = try await bench.active("consented", Self.consented)
            _ = try await bench.active("buyers", #"{"event":"Order Completed","count":{"atLeast":2},"within":"30d"}"#)
            let person: ProfileID = bench.ids.next()
            var script = FeedScript()
            try await bench.apply([script.traits(["country": "KR"], of: person, at: SegmentBench.start)])
            let first = policy(.optOut, version: 1)
            let again = try await bench.database.write { [maintainer = bench.maintainer] tx in try maintainer.apply([first], in: tx) }
            #expect(again == [segment], "only segments that ask consent")
            #expect(try await bench.members(segment) == [])
            try await bench.apply([script.traits(["country": "US"], of: person, at: SegmentBench.start + .seconds(1))])
            #expect(try await bench.members(segment) == [person])
            try await bench.apply([script.consent(.denied, of: person, at: SegmentBench.start + .seconds(2))])
            #expect(try await bench.members(segment) == [], "the person's own word counts")
        }
    }
}
