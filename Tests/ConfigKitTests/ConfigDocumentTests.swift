import CommonModels
import Testing

@testable import ConfigKit

@Suite("A file of configuration")
struct ConfigDocumentTests {
    private static let trait: JSONValue = [
        "name": ["ko": "누적 구매액", "en": "Total spend"], "events": ["Order Completed"], "aggregate": "sum",
        "properties": ["revenue", "total"], "unit": ["currency": "KRW"],
    ]

    private func object(_ text: String) throws(ConfigFaults) -> ConfigObject { try ConfigDocument.object(text, .standard).object }

    private func faults(_ text: String) -> [String] {
        do throws(ConfigFaults) {
            _ = try object(text)
            return []
        } catch {
            return error.faults.map { "\($0.pointer) \($0.detail)" }
        }
    }

    @Test("names its kind in a comment, and reads back as what was written, in the same bytes")
    func roundTrip() throws {
        let written = ConfigObject(kind: "computed-trait", name: "totalSpend", spec: Self.trait)
        let text = try ConfigDocument.text(written, .computedTraits)
        #expect(
            text.hasPrefix(
                "# Maru computed-trait: a trait that Profile keeps from events.\nkind: computed-trait\nname: totalSpend\nspec:\n"))
        let read = try object(text)
        #expect(read.spec == ConfigKind.computedTraits.shape.ordered(Self.trait))
        #expect(try ConfigDocument.text(read, .computedTraits) == text)
    }

    @Test(
        "keeps every value what it is",
        arguments: [
            "NO", "true", "null", "~", "1:30", "0123", "1e3", "2026-03-01", "- x", "a: b", "# no comment", " edges ", "", "여러\n줄\n",
            "\"q\" 'q'",
            "*", "&a", "!t", "%41", "🙂", "yes", "0x1F", ".5", "<<",
        ] as [String])
    func scalars(text: String) throws {
        let value: JSONValue = ["text": .string(text), "list": [.string(text), 1, 2.5, true, nil, [], [:]], "n": -7]
        let yaml = try value.yaml
        #expect(try JSONValue(yaml: yaml) == value, "\(yaml)")
        #expect(try JSONValue(yaml: yaml).yaml == yaml)
    }

    @Test("reads what people write by hand")
    func byHand() throws {
        let text = """
            kind: consent-catalogue
            spec:
              purposes: []
              channels: []
              regions: [{key: no, name: {ko: 노르웨이, en: Norway}, countries: [NO]}]
              rules: []
              addressDays: 30
            """
        #expect(try object(text).spec["regions"]?.arrayValue?.first?["countries"] == ["NO"])
    }

    @Test("retention by type of call reads and writes as it is")
    func retentionByType() throws {
        let spec = try object("kind: retention\nspec: {events: [{name: View, days: 60}, {type: page, days: 90}]}").spec
        #expect(spec["events"] == [["name": "View", "days": 60], ["type": "page", "days": 90]])
        #expect(ConfigKind.retention.shape.ordered(spec) == spec)
    }

    @Test(
        "is refused with a pointer to what is wrong",
        arguments: [
            ("kind: dance\nspec: {a: 1}", ["/kind “dance” is no kind"]),
            ("spec: {a: 1}", ["/kind is missing"]),
            ("kind: retention\nname: x\nspec: {events: []}", ["/name there is one retention"]),
            ("kind: retention\nspek: {}\nspec: {events: [], dormant: 3}", ["/spek is not known here", "/spec/dormant is not known here"]),
            ("kind: retention\nspec: {events: [{name: View, days: 3}]}", ["/spec/events/0 must have a name, or else a type"]),
            ("kind: retention\nspec: {events: [{name: View, type: visit, days: 40}]}", ["/spec/events/0 must have a name, or else a type"]),
            ("kind: retention\nspec: {events: []}\n---\nkind: retention", [" is not one YAML document"]),
            ("kind: source-priority\nname: tier\nspec: {sources: [a, a]}", ["/spec/sources/1 is named twice"]),
            ("kind: computed-trait\nname: x\nspec: {name: {ko: 가, en: a}, events: [A], aggregate: sum}", ["/spec/properties sum needs"]),
            (
                "kind: computed-trait\nname: x\nspec: {name: {ko: 가, en: a}, events: [A], aggregate: count, wher: []}",
                ["/spec/wher is not known"]
            ),
            ("kind: computed-trait\nspec: {aggregate: count}", ["/name must be a text"]),
            (
                "kind: identity-namespace\nname: cardId\nspec: {priority: 0, holder: person, valuesMax: 5, overflow: refuse-newest, normalization: {kind: exact}}",
                ["/spec/priority a whole number"]
            ),
            (
                "kind: identity-namespace\nname: cardId\nspec: {priority: 9, holder: cat, valuesMax: 5, overflow: refuse-newest, normalization: {kind: exact}}",
                ["/spec/holder"]
            ),
            (
                "kind: identity-junk\nspec: {values: [{namespace: email, value: a@b.kr}, {namespace: email, value: A@b.kr}]}",
                ["/spec/values/1 is listed twice"]
            ),
            (
                "kind: data-policies\nspec: {labels: [], policies: [], reads: [{role: cook, labels: []}]}",
                ["/spec/reads/0/role must be one of"]
            ),
            (
                "kind: segment\nname: vip\nspec: {name: {ko: 가, en: a}, rule: {trait: tier, iz: 1}, status: live}",
                ["/spec/status", "/spec/rule"]
            ),
            ("kind: kpi\nname: x\nspec: {name: {ko: 가, en: a}, unit: cats, direction: up, formula: {}}", ["/spec/unit"]),
            ("kind: retention\nkind: retention\nspec: {events: []}", [" is not one YAML document"]),
        ] as [(String, [String])])
    func refusals(text: String, expected: [String]) {
        let found = faults(text)
        for fault in expected { #expect(found.contains { $0.hasPrefix(fault) }, "\(fault) in \(found)") }
    }

    @Test("is written out: what refers to itself is refused before anything is made of it", .timeLimit(.minutes(1)))
    func aliases() {
        let text = "kind: retention\nspec: &a\n  events: []\n  more: *a\n"
        #expect(faults(text) == [" line 2: must be written out: anchors (&) and aliases (*) are not taken"])
        var bomb = "a0: &a0 [x,x,x,x]\n"
        for level in 1..<40 { bomb += "a\(level): &a\(level) [*a\(level - 1),*a\(level - 1),*a\(level - 1),*a\(level - 1)]\n" }
        bomb += "? *a39\n: 1\n? [*a39]\n: 2\n"
        #expect(faults(bomb) == [" line 1: must be written out: anchors (&) and aliases (*) are not taken"])
    }

    @Test("keeps & and * where they are text")
    func signs() throws {
        let text = """
            # &note *all
            kind: retention
            spec:
              events: [{name: "A & *B", days: 30}, {name: Tom &Jerry *2, days: 40}]
              note: |
                &a
                *b
            """
        let read = try JSONValue(yaml: text)
        #expect(read["spec"]?["events"]?.arrayValue?.map { $0["name"] } == ["A & *B", "Tom &Jerry *2"])
        #expect(read["spec"]?["note"] == "&a\n*b")
    }

    @Test("rules name other segments by their keys, ids of no installation")
    func segments() throws {
        let text = "kind: segment\nname: loyal\nspec: {name: {ko: 단골, en: Loyal}, rule: {all: [{segment: vip}, {not: {segment: churned}}]}}"
        let read = try object(text)
        #expect(SegmentKeys.keys(in: read.spec["rule"] ?? .null) == ["vip", "churned"])
        #expect(read.spec["status"] == "draft")
        #expect(ConfigKind.segments.needs(read) == ["vip", "churned"])
    }

    @Test("has a place that follows from its kind and name, whatever the name holds")
    func paths() {
        #expect(ConfigKind.retention.path(of: "") == "profile/retention.yaml")
        #expect(ConfigKind.computedTraits.path(of: "totalSpend") == "profile/computed-traits/totalSpend.yaml")
        #expect(ConfigKind.sourcePriorities.path(of: "*") == "profile/source-priorities/%2A.yaml")
        #expect(ConfigKind.sourcePriorities.path(of: "../등급") == "profile/source-priorities/%2E.%2F%EB%93%B1%EA%B8%89.yaml")
        let long = String(repeating: "가", count: 100)
        #expect(ConfigFolder.fileName(long).utf8.count < 200 && ConfigFolder.fileName(long) != ConfigFolder.fileName(long + "나"))
    }
}
