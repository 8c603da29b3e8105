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

    @Test(
        "what refers to itself is refused at once, with its line", .timeLimit(.minutes(1)),
        arguments: [
            ("source: &s shop\nuserId: *s", 1), ("source: shop\nuserId: *s", 2), ("source: shop\nevent: &e\n  type: track", 2),
            ("source: shop\nevent: &e {type: track}", 2), ("source: shop\nitems: [a, !!str &x b]", 0), ("{\"a\":*x}", 1),
        ] as [(String, Int)])
    func references(yaml: String, line: Int) {
        let error = #expect(throws: ImportError.self) { try ImportMapping(yaml: yaml) }
        guard case .invalidMapping(let problems)? = error else { return }
        #expect(problems.map(\.line) == [line], "\(problems)")
    }

    @Test("a mapping of a few lines that stands for billions is refused at once", .timeLimit(.minutes(1)))
    func bomb() {
        var yaml = "a0: &a0 [x,x,x,x,x,x,x,x]\n"
        for level in 1..<30 {
            yaml += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 8).joined(separator: ",") + "]\n"
        }
        yaml += "? *a29\n: 1\n? [*a29]\n: 2\n"
        let error = #expect(throws: ImportError.self) { try ImportMapping(yaml: yaml) }
        guard case .invalidMapping(let problems)? = error else { return }
        #expect(problems.count == 1 && problems[0].line == 1 && problems[0].detail.contains("anchors"))
    }

    @Test("& and * within quotes, words, blocks and comments are text")
    func signs() throws {
        for yaml in ["a: \"&x *y\"", "a: '&x *y'", "a: R&D *2 &c", "a: x # &y *z", "a: |\n  &x\n  *y", "'&': 1"] {
            #expect(throws: Never.self, "\(yaml)") { try PlainYAML.check(yaml) }
        }
        let mapping = """
            source: shop
            event: { name: "R&D *Sale*" } # &more
            messageId: "{id}"
            userId: "{id}"
            timestamp: { column: at }
            """
        #expect(try ImportMapping(yaml: mapping).names.map(\.name) == ["R&D *Sale*"])
    }

    @Test("a column the file does not have is named, with the columns it has")
    func missingColumn() throws {
        let error = #expect(throws: ImportError.self) {
            try EventReader(mapping: try Samples.orders(), path: "orders.csv", resuming: .fresh) { ChunkedSource("id,when\n") }
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
