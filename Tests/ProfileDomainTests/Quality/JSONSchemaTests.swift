import CommonModels
import Testing

@testable import ProfileDomain

@Suite("A JSON Schema")
struct JSONSchemaTests {
    private func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }

    /// `pointer keyword` of each fault.
    private func faults(_ schema: String, _ value: String) throws -> [String] {
        try JSONSchema(json(schema)).faults(in: json(value)).map { "\($0.pointer) \($0.keyword)" }
    }

    private func refusals(_ schema: String) throws -> [String] {
        let document = try json(schema)
        do throws(DocumentFaults) {
            _ = try JSONSchema(document)
            return []
        } catch {
            return error.faults.map(\.pointer)
        }
    }

    @Test(
        "takes what fits and says of the rest where and why",
        arguments: [
            (#"{"type": "string"}"#, #""a""#, #"1"#, " type"),
            (#"{"type": ["integer", "null"]}"#, #"null"#, #"1.5"#, " type"),
            (#"{"type": "integer"}"#, #"1.0"#, #"true"#, " type"),
            (#"{"type": "number"}"#, #"1"#, #""1""#, " type"),
            (#"{"enum": [1, "a", [1, {"b": 2, "c": 3}]]}"#, #"[1.0, {"c": 3, "b": 2}]"#, #"[1, {"b": 2}]"#, " enum"),
            (#"{"const": 2}"#, #"2.0"#, #"3"#, " const"), (#"{"enum": [1, 2], "const": 2}"#, #"2"#, #"1"#, " const"),
            (#"{"minimum": 0}"#, #"0"#, #"-0.001"#, " minimum"),
            (#"{"exclusiveMinimum": 0}"#, #"0.1"#, #"0"#, " exclusiveMinimum"),
            (#"{"maximum": 9007199254740993}"#, #"9007199254740993"#, #"9007199254740994"#, " maximum"),
            (#"{"exclusiveMaximum": 2.5}"#, #"2"#, #"2.5"#, " exclusiveMaximum"),
            (#"{"multipleOf": 0.01}"#, #"19.99"#, #"19.995"#, " multipleOf"),
            (#"{"multipleOf": 3}"#, #"900000000000000003"#, #"900000000000000004"#, " multipleOf"),
            (#"{"minLength": 2}"#, #""가나""#, #""가""#, " minLength"),
            (#"{"maxLength": 1}"#, #""😀""#, #""ab""#, " maxLength"),
            (#"{"pattern": "^[A-Z]{2}$"}"#, #""KR""#, #""KRW""#, " pattern"),
            (#"{"format": "date"}"#, #""2024-02-29""#, #""2023-02-29""#, " format"),
            (#"{"format": "date-time"}"#, #""2026-11-22T09:30:00Z""#, #""2026-11-22""#, " format"),
            (#"{"format": "email"}"#, #""a.b@mail.example""#, #""a b@mail.example""#, " format"),
            (#"{"format": "uri"}"#, #""https://a.example/p?q=%20""#, #""/p?q""#, " format"),
            (#"{"format": "uuid"}"#, #""0190a1b2-0000-7000-8000-000000000000""#, #""0190a1b2""#, " format"),
            (#"{"items": {"type": "string"}}"#, #"[]"#, #"["a", 1]"#, "/1 type"),
            (#"{"minItems": 1}"#, #"[1]"#, #"[]"#, " minItems"), (#"{"maxItems": 1}"#, #"[1]"#, #"[1, 2]"#, " maxItems"),
            (#"{"uniqueItems": true}"#, #"[1, "1", {"a": 1}]"#, #"[{"a": 1, "b": 2}, {"b": 2, "a": 1.0}]"#, " uniqueItems"),
            (#"{"required": ["a"]}"#, #"{"a": null}"#, #"{"b": 1}"#, " required"),
            (#"{"properties": {"a": {"type": "string"}}}"#, #"{"b": 1}"#, #"{"a": 1}"#, "/a type"),
            (#"{"properties": {"a": true}, "additionalProperties": false}"#, #"{"a": 1}"#, #"{"a": 1, "b": 2}"#, "/b additionalProperties"),
            (#"{"additionalProperties": {"type": "number"}}"#, #"{"a": 1}"#, #"{"a/b": "x"}"#, "/a~1a type"),
            (#"{"minProperties": 1}"#, #"{"a": 1}"#, #"{}"#, " minProperties"),
            (#"{"maxProperties": 1}"#, #"{"a": 1}"#, #"{"a": 1, "b": 1}"#, " maxProperties"),
            (#"{"anyOf": [{"type": "string"}, {"minimum": 5}]}"#, #"7"#, #"3"#, " anyOf"),
            (#"{"oneOf": [{"type": "integer"}, {"minimum": 5}]}"#, #"5.5"#, #"7"#, " oneOf"),
            (#"{"allOf": [{"minimum": 1}, {"maximum": 2}]}"#, #"2"#, #"3"#, " maximum"),
            (#"{"not": {"type": "null"}}"#, #"1"#, #"null"#, " not"), (#"false"#, "", #"1"#, " false"),
            (##"{"$ref": "#/$defs/a~1b", "$defs": {"a/b": {"type": "string"}}}"##, #""x""#, #"1"#, " type"),
            (
                ##"{"type": "object", "properties": {"next": {"$ref": "#"}}, "required": ["id"]}"##, #"{"id": 1, "next": {"id": 2}}"#,
                #"{"id": 1, "next": {"id": 2, "next": {}}}"#, "/next/next required"
            ),
        ] as [(String, String, String, String)])
    func keywords(schema: String, fitting: String, unfitting: String, fault: String) throws {
        if !fitting.isEmpty { #expect(try faults(schema, fitting) == [], "\(schema) \(fitting)") }
        #expect(try faults(schema, unfitting) == [fault], "\(schema) \(unfitting)")
    }

    @Test("other types are none of a keyword's business")
    func otherTypes() throws {
        let schema = #"{"minimum": 5, "minLength": 5, "minItems": 5, "required": ["a"]}"#
        for value in ["true", "null"] { #expect(try faults(schema, value) == []) }
        #expect(try faults(schema, #"[]"#) == [" minItems"])
    }

    @Test("tells no value in the form of one, and no name of a member that may be somebody's")
    func shapes() throws {
        let schema = try JSONSchema(
            json(#"{"properties": {"동의 여부": {"type": "string"}, "a": {"type": "string"}}, "additionalProperties": false}"#))
        let found = schema.faults(
            in: try json(#"{"동의 여부": true, "a": false, "anna@mail.example": 1, "order_id-2": {}, "서지은/7": [1]}"#))
        #expect(found.map(\.pointer) == ["/동의 여부", "/a", "/aaaa@aaaa.aaaaaaa", "/order_id-2", "/가가가~19"])
        #expect(found.map(\.wanted) == ["string", "string", "aaaa@aaaa.aaaaaaa", "order_id-2", "가가가/9"])
        #expect(found.map(\.shape) == ["boolean", "boolean", "9", "{0}", "[1]"])
        let long = String(repeating: "a", count: 41)
        #expect(ValueShape.isPlain(long.dropLast()) && !ValueShape.isPlain(long) && !ValueShape.isPlain("a b"))
        let deep = try JSONSchema(json(#"{"additionalProperties": {"additionalProperties": {"type": "number"}}}"#))
        #expect(deep.faults(in: try json(#"{"Kim Yuna": {"x": "1"}}"#)).map(\.pointer) == ["/Aaa Aaaa/x"])
    }

    @Test("tells every fault of a value, at most twenty, with the form of what was there and not what it says")
    func several() throws {
        let schema = try JSONSchema(json(#"{"required": ["a"], "properties": {"b": {"type": "number"}}}"#))
        let found = schema.faults(in: try json(#"{"b": "010-1234 Kim 지은"}"#))
        #expect(found.map(\.place) == ["/required", "/properties/b/type"])
        #expect(found.map(\.shape) == ["", #""999-9999 Aaa 가가""#])
        #expect(found[1].detail == "must be number" && found[0].detail == "a is required")
        let many = try JSONSchema(json(#"{"items": {"type": "string"}}"#))
        #expect(many.faults(in: .array(Array(repeating: 1, count: 50))).count == 20)
    }

    @Test(
        "refuses what it does not know, with the pointer, and never passes over it",
        arguments: [
            (#"{"patternProperties": {}}"#, ["/patternProperties"]), (#"{"if": true}"#, ["/if"]),
            (#"{"properties": {"a": {"contains": {}, "typ": 1}}}"#, ["/properties/a/contains", "/properties/a/typ"]),
            (#"{"type": "text"}"#, ["/type"]), (#"{"type": []}"#, ["/type"]), (#"{"enum": []}"#, ["/enum"]),
            (#"{"minimum": "0"}"#, ["/minimum"]), (#"{"multipleOf": 0}"#, ["/multipleOf"]), (#"{"minLength": -1}"#, ["/minLength"]),
            (#"{"maxItems": 1.5}"#, ["/maxItems"]), (#"{"required": ["a", "a"]}"#, ["/required"]), (#"{"required": [1]}"#, ["/required"]),
            (#"{"pattern": "("}"#, ["/pattern"]), (#"{"format": "hostname"}"#, ["/format"]), (#"{"uniqueItems": 1}"#, ["/uniqueItems"]),
            (#"{"items": [true]}"#, ["/items"]), (#"{"anyOf": []}"#, ["/anyOf"]), (#"{"properties": {"a/b": 7}}"#, ["/properties/a~1b"]),
            (##"{"$ref": "https://example.com/a"}"##, ["/$ref"]), (##"{"$ref": "#/$defs/none"}"##, ["/$ref"]),
            (#"{"items": {"$defs": {}}}"#, ["/items/$defs"]), (#"{"$schema": "http://json-schema.org/draft-07/schema#"}"#, ["/$schema"]),
            (#"7"#, [""]), (##"{"allOf": [{"$ref": "#"}]}"##, ["/allOf/0/$ref"]),
            (
                ##"{"$ref": "#/$defs/a", "$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"not": {"$ref": "#/$defs/a"}}}}"##,
                ["/$defs/b/not/$ref"]
            ),
        ] as [(String, [String])])
    func refused(schema: String, pointers: [String]) throws { #expect(try refusals(schema) == pointers) }

    @Test("takes annotations, definitions nobody uses, and the name of its dialect")
    func annotations() throws {
        let schema = #"""
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://a.example/order", "title": "t", "description": "d",
             "$comment": "c", "default": 1, "examples": [1], "deprecated": true, "readOnly": true, "writeOnly": false, "$defs": {"a": {}}}
            """#
        #expect(try refusals(schema) == [])
    }

    @Test("is refused when it is too deep, too large or has too many parts")
    func limits() throws {
        func nested(_ depth: Int) -> JSONValue { (0..<depth).reduce(["type": "string"] as JSONValue) { value, _ in ["items": value] } }
        #expect(throws: Never.self) { try JSONSchema(nested(20)) }
        #expect(throws: DocumentFaults.self) { try JSONSchema(nested(21)) }
        func wide(_ count: Int) -> JSONValue {
            ["properties": .object(JSONObject((0..<count).map { ("p\($0)", ["type": "string"] as JSONValue) }, uniquingKeysWith: { $1 }))]
        }
        #expect(throws: Never.self) { try JSONSchema(wide(500)) }
        #expect(throws: DocumentFaults.self) { try JSONSchema(wide(501)) }
        #expect(throws: DocumentFaults.self) { try JSONSchema(["properties": ["a": wide(400), "b": wide(400), "c": wide(400)]]) }
        #expect(throws: DocumentFaults.self) { try JSONSchema(["description": .string(String(repeating: "x", count: 65_536))]) }
    }

    @Test("a schema that doubles its work at every level ends, and the value counts as not fitting")
    func effort() throws {
        var definitions = JSONObject()
        for level in 0..<30 {
            let next: JSONValue = ["$ref": .string("#/$defs/d\(level + 1)")]
            definitions["d\(level)"] = ["allOf": [next, next]]
        }
        definitions["d30"] = ["type": "string"]
        let schema = try JSONSchema(["not": ["not": ["$ref": "#/$defs/d0"]], "$defs": .object(definitions)])
        let clock = ContinuousClock()
        let took = clock.measure { #expect(schema.faults(in: "a").map(\.keyword) == [SchemaFault.effort]) }
        #expect(took < .seconds(20))
    }

    @Test("decimals are multiples of what people think they are")
    func decimals() throws {
        let cases: [(String, String, Bool)] = [
            ("0.3", "0.1", true), ("1e300", "7", false), ("1e2", "25", true), ("-4.5", "1.5", true), ("4.35", "0.01", true),
            ("0", "0.7", true), ("1e-20", "1e-7", false), ("9223372036854775807", "1", true), ("5e-324", "5e-324", true),
            ("7.5", "2", false),
        ]
        for (value, divisor, isMultiple) in cases {
            let number = try #require(DecimalQuotient(json(value)))
            #expect(number.isMultiple(of: try #require(DecimalQuotient(json(divisor)))) == isMultiple, "\(value) of \(divisor)")
        }
    }
}
