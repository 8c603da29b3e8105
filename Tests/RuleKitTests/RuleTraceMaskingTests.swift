import CommonModels
import RuleKit
import Testing

@Suite("A rule's trace for somebody who may not see every field")
struct RuleTraceMaskingTests {
    private let rule: JSONValue = ["all": [["trait": "income", "atLeast": 100], ["not": ["trait": "tier", "is": "gold"]]]]

    private func trace() throws -> RuleTrace {
        let nobody = try #require(ProfileID("prf_00000000000000000000000000"))
        let facts = FactSheet(profileID: nobody, traits: ["income": 900, "tier": "silver"])
        return CompiledRule(try Rule(json: rule)).evaluate(facts, at: Instant(secondsSince1970: 0)).trace
    }

    private func isHidden(_ field: DataField) -> Bool { field == DataField(.trait, "income") }

    @Test("says that it was masked, in data and in both languages, and shows the rest")
    func masked() throws {
        let shown = try trace().masked(isHidden)
        #expect(try trace().json.serialized.contains("900"))
        #expect(!shown.json.serialized.contains("900") && shown.json.serialized.contains("silver"))
        #expect(shown.sentences(in: .ko).contains { $0.contains("현재: 가림") })
        #expect(shown.sentences(in: .en).contains { $0.contains("now: masked") })
        #expect(!shown.sentences(in: .en).contains { $0.contains("900") })
    }

    @Test("the same within a document of traces")
    func documents() throws {
        let document: JSONValue = ["explanation": [["offerKey": "a", "rule": try trace().json], ["offerKey": "b"]]]
        let shown = RuleTrace.masked(in: document, isHidden)
        #expect(shown["explanation"]?.arrayValue?.first?["rule"] == (try trace().masked(isHidden).json))
        #expect(RuleTrace.masked(in: document) { _ in false } == document)
    }
}
