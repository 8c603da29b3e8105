import CommonModels
import Testing

@testable import ReportingDomain

@Suite("KPI definitions")
struct KPIDefinitionTests {
    @Test("every ready-made definition reads, and writes the document it was read from")
    func readyMade() throws {
        let definitions = try ReadyMadeKPIs.definitions()
        #expect(
            definitions.map(\.key) == [
                "revenue", "orders", "aov", "buyers", "new-buyers", "retained-buyers", "retention-rate", "conversion", "reach",
                "opt-out-rate", "refunds",
            ])
        for definition in definitions { #expect(try KPIDefinition(json: definition.json) == definition) }
    }

    @Test("every fault of a document is reported with a pointer to it")
    func faults() throws {
        let document: JSONValue = [
            "key": "Not a key", "name": ["ko": "매출"], "unit": "euros", "direction": "up", "currency": "pounds", "extra": 1,
            "formula": [
                "sum": [
                    "of": ["events": [], "lines": ["in": "products", "where": [["property": "price", "over": 0]]]], "multiply": ["price"],
                ]
            ],
        ]
        do {
            _ = try KPIDefinition(json: document)
            Issue.record("accepted a faulty document")
        } catch {
            #expect(
                Set(error.faults.map(\.pointer)) == [
                    "/extra", "/key", "/name/en", "/unit", "/currency", "/formula/sum/of/events",
                    "/formula/sum/of/lines/where/0/over", "/formula/sum/of/lines/where/0/over",
                ])
        }
    }

    @Test("ratios nest only so deep")
    func depth() throws {
        var formula: JSONValue = ["count": ["of": ["events": ["A"]]]]
        for _ in 0..<5 { formula = ["ratio": ["numerator": formula, "denominator": ["count": ["of": ["events": ["B"]]]]]] }
        let document: JSONValue = ["key": "k", "name": ["ko": "k", "en": "k"], "unit": "count", "direction": "up", "formula": formula]
        #expect(throws: KPIProblems.self) { try KPIDefinition(json: document) }
    }
}
