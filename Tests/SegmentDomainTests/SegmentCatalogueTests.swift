import CommonModels
import RuleKit
import SegmentDomain
import Testing

@Suite("Evaluating the segments a person is touched by")
struct SegmentCatalogueTests {
    private let now = Instant(secondsSince1970: 1_790_000_000)
    private let ids = IDGenerator.sequential()

    private func segment(_ key: String, _ rule: String) throws -> Segment {
        Segment(
            id: ids.next(), key: try #require(SegmentKey(key)), name: try #require(SegmentName(ko: key, en: key)),
            rule: try Rule(json: JSONValue(parsing: rule)), at: now)
    }

    @Test("only segments that look at what was touched are evaluated")
    func touched() throws {
        let korea = try segment("korea", #"{"trait":"country","is":"KR"}"#)
        let buyers = try segment("buyers", #"{"event":"Order Completed","within":"30d"}"#)
        let reachable = try segment("reachable", #"{"consent":{"purpose":"marketing","channel":"email"}}"#)
        let catalogue = SegmentCatalogue([korea, buyers, reachable])
        func touched(_ touch: SegmentTouch) -> Set<SegmentID> {
            Set(catalogue.positions(touchedBy: touch).map { catalogue.entries[$0].id })
        }
        // Where nobody was asked, the country decides what consent there is.
        #expect(touched(SegmentTouch(traits: ["country", "age"])) == [korea.id, reachable.id])
        #expect(touched(SegmentTouch(traits: ["age"])) == [])
        #expect(touched(SegmentTouch(events: ["Order Completed"])) == [buyers.id])
        #expect(touched(SegmentTouch(consents: [.init(purpose: .marketing, channel: .all)])) == [reachable.id])
        #expect(touched(SegmentTouch(consents: [.init(purpose: .marketing, channel: .sms)])) == [])
        #expect(touched(SegmentTouch(isEverything: true)).count == 3)
    }

    @Test("a change carries through segments of segments in one pass")
    func carriesThrough() throws {
        let korea = try segment("korea", #"{"trait":"country","is":"KR"}"#)
        let inner = try segment("inner", #"{"all":[{"segment":"\#(korea.id)"},{"trait":"age","atLeast":20}]}"#)
        let outer = try segment("outer", #"{"not":{"segment":"\#(inner.id)"}}"#)
        let catalogue = SegmentCatalogue([outer, inner, korea])
        var facts = FactSheet(profileID: ids.next(), traits: ["country": "KR", "age": 30], segments: [outer.id])
        let verdicts = catalogue.evaluate(catalogue.positions(touchedBy: SegmentTouch(traits: ["country"])), for: &facts, at: now)
        #expect(facts.segments == [korea.id, inner.id])
        #expect(verdicts.filter(\.isChange).map(\.segment) == [korea.id, inner.id, outer.id])
    }

    @Test("what does not change does not travel on")
    func stops() throws {
        let korea = try segment("korea", #"{"trait":"country","is":"KR"}"#)
        let inner = try segment("inner", #"{"segment":"\#(korea.id)"}"#)
        let catalogue = SegmentCatalogue([inner, korea])
        var facts = FactSheet(profileID: ids.next(), traits: ["country": "KR"], segments: [korea.id, inner.id])
        let verdicts = catalogue.evaluate(catalogue.positions(touchedBy: SegmentTouch(traits: ["country"])), for: &facts, at: now)
        #expect(verdicts.map(\.segment) == [korea.id])
    }

    @Test("a verdict says when time alone may change it")
    func due() throws {
        let buyers = try segment("buyers", #"{"event":"Order Completed","within":"30d"}"#)
        let catalogue = SegmentCatalogue([buyers])
        var facts = FactSheet(profileID: ids.next())
        facts.record(EventFact(time: now - .days(3)), named: "Order Completed")
        let verdicts = catalogue.evaluate([0], for: &facts, at: now)
        #expect(verdicts.map(\.due) == [now + .days(27)])
    }
}
