import Testing

@testable import ImportKit

@Suite("Import mapping")
struct ImportMappingTests {
    @Test("everything wrong is reported at once, with line and place")
    func problems() {
        let yaml = """
            source: "bad name"
            delimiter: ",,"
            timeZone: Mars/Olympus
            event: { type: sell }
            messageId: fixed
            timestamp: { column: at, format: "QQ" }
            groupBy: { columns: [id], window: -1 }
            properties:
              a: { type: money, column: A }
              b: { column: B, value: c }
            typo: 1
            """
        let error = #expect(throws: ImportError.self) { try ImportMapping(yaml: yaml) }
        guard case .invalidMapping(let problems)? = error else { return }
        let paths = Set(problems.map(\.path))
        #expect(
            paths.isSuperset(of: [
                "", "source", "delimiter", "timeZone", "event.type", "messageId", "timestamp.format", "groupBy.window", "properties.a.type",
                "properties.b",
            ]))
        #expect(problems.contains { $0.line == 3 && $0.detail.contains("Mars/Olympus") })
        #expect(problems.contains { $0.line == 11 && $0.detail.contains("typo") })
        #expect(problems.contains { $0.detail.contains("userId or anonymousId") })
        #expect(problems.contains { $0.path == "properties.a.type" && $0.pointer == "/properties/a/type" })
        #expect(problems.contains { $0.pointer == "" && $0.detail.contains("typo") })
    }

    @Test("a column the file does not have is named, with the columns it has")
    func missingColumn() throws {
        let error = #expect(throws: ImportError.self) {
            try EventReader(ChunkedSource("id,when\n"), mapping: try Samples.orders(), path: "orders.csv", resuming: .fresh)
        }
        guard case .invalidMapping(let problems)? = error else { return }
        #expect(Set(problems.map(\.path)) == ["customer", "qty", "price", "sku"])
        #expect(problems.first?.detail.contains("id, when") == true)
    }

    @Test("the mapping of the retail year is valid")
    func shipped() throws {
        #expect(try ImportMapping(yaml: Samples.retailMapping()).source == "online-retail")
    }

    @Test("JSON says the same as YAML, and its problems have pointers")
    func json() throws {
        let good =
            #"{"source":"shop","event":{"name":"A\/b"},"messageId":"{id}","userId":"{u}","timestamp":{"column":"t"},"properties":{"a/b":{"column":"x","type":"json"}}}"#
        #expect(try ImportMapping(yaml: good).source == "shop")
        let bad = good.replacing("\"json\"", with: "\"money\"")
        let error = #expect(throws: ImportError.self) { try ImportMapping(yaml: bad) }
        guard case .invalidMapping(let problems)? = error else { return }
        #expect(problems.map(\.pointer) == ["/properties/a~1b/type"])
    }

    @Test("a mapping that is too large is refused before it is read")
    func size() {
        let text = "source: x\n" + String(repeating: "# filler\n", count: ImportMapping.textBytesMax / 9)
        #expect(throws: ImportError.self) { try ImportMapping(yaml: text) }
    }
}
