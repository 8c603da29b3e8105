import CommonModels
import Foundation
import ProfileDomain
import TestFixtures
import Testing

/// Our validator beside jsonschema-rs, on random schemas and values from a seed.
@Suite("Schemas beside another validator", .enabled(if: PythonProgram.isAvailable, "MARU_TEST_PYTHON names no Python"))
struct SchemaComparisonTests {
    /// Prints a line of 0 and 1 for each schema: whether each of its values fits.
    private static let judge = """
        import json, sys, jsonschema_rs
        for line in open(sys.argv[1]):
            case = json.loads(line)
            validator = jsonschema_rs.Draft202012Validator(case['schema'])
            print(''.join('1' if validator.is_valid(value) else '0' for value in case['values']))
        """

    private static let schemas = 600
    private static let values = 40

    @Test("both say the same of every value", arguments: [20_261_126, 7] as [UInt64])
    func same(seed: UInt64) async throws {
        var random = SchemaScript(seed: seed)
        let cases = (0..<Self.schemas).map { _ in (schema: random.schema(), values: (0..<Self.values).map { _ in random.value() }) }
        let lines = cases.map { JSONValue.object(["schema": $0.schema, "values": .array($0.values)]).serialized }
        let output = try await TestFolder.with { folder in
            try lines.joined(separator: "\n").write(toFile: folder + "/cases", atomically: true, encoding: .utf8)
            return try await PythonProgram.run(["-c", Self.judge, folder + "/cases"]).output
        }
        let judged = output.split(separator: "\n").map(String.init)
        try #require(judged.count == Self.schemas, "\(output.suffix(500))")
        var fitting = 0
        for (line, (schema, values)) in zip(judged, cases) {
            let ours = try JSONSchema(schema)
            for (theirs, value) in zip(line, values) {
                let fits = ours.fits(value)
                if fits { fitting += 1 }
                #expect(fits == (theirs == "1"), "seed \(seed): \(schema.serialized) \(value.serialized)")
            }
        }
        // Neither everything nor nothing fits: the comparison compares something.
        let total = Self.schemas * Self.values
        #expect(fitting > total / 10 && fitting < total * 9 / 10, "\(fitting) of \(total)")
    }
}

/// Random schemas of every keyword, and values that come near them.
struct SchemaScript {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    private mutating func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    mutating func schema() -> JSONValue {
        var members = object(depth: 3)
        members["$defs"] = ["d": .object(object(depth: 0))]
        return .object(members)
    }

    mutating func value() -> JSONValue { value(depth: 3) }

    private mutating func subschema(_ depth: Int) -> JSONValue {
        if chance(8) { return .bool(chance(50)) }
        if chance(8) { return ["$ref": "#/$defs/d"] }
        return .object(object(depth: depth - 1))
    }

    private mutating func object(depth: Int) -> JSONObject {
        var members = JSONObject()
        let keywords = ["type", "type", "enum", "const", "minimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern"]
        let nested = [
            "items", "uniqueItems", "maxItems", "properties", "required", "additionalProperties", "minProperties", "anyOf", "oneOf",
            "allOf",
            "not",
        ]
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let keyword = pick(depth > 0 ? keywords + nested : keywords)
            members[keyword] = keywordValue(keyword, depth)
        }
        return members
    }

    private mutating func keywordValue(_ keyword: String, _ depth: Int) -> JSONValue {
        switch keyword {
        case "type":
            let names: [JSONValue] = ["null", "boolean", "object", "array", "number", "integer", "string"]
            let first = pick(names)
            let second = pick(names)
            return chance(30) && first != second ? [first, second] : first
        case "enum": return [value(depth: 1), value(depth: 1), value(depth: 1)]
        case "const": return value(depth: 1)
        case "minimum", "exclusiveMaximum": return number()
        case "multipleOf": return pick([2, 3, 0.5, 0.25])
        case "minLength", "maxLength", "maxItems", "minProperties": return .integer(Int64.random(in: 0...3, using: &random))
        case "pattern": return pick(["^a", "b$", "^[a-c]+$", "a{2,3}", "^(ab|c)*$", "\\d", "^\\w*$", "[^a]", "가"])
        case "uniqueItems": return .bool(chance(80))
        case "required": return chance(50) ? ["a"] : ["a", "b"]
        case "properties": return ["a": subschema(depth), "b": subschema(depth)]
        case "items", "additionalProperties", "not": return subschema(depth)
        default: return [subschema(depth), subschema(depth)]
        }
    }

    private mutating func number() -> JSONValue {
        chance(50) ? .integer(Int64.random(in: -3...6, using: &random)) : .number(pick([-1.5, 0, 0.25, 0.5, 1, 2.5, 3]))
    }

    private mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 6), using: &random) {
        case 0: return chance(50) ? .null : .bool(chance(50))
        case 1, 2: return number()
        case 3, 4, 5: return .string(pick(["", "a", "ab", "aab", "abc", "c", "가", "b1", "aaa", "é"]))
        case 6, 7: return .array((0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth: depth - 1) })
        default:
            var members = JSONObject()
            for name in ["b", "a", "c"] where chance(50) { members[name] = value(depth: depth - 1) }
            return .object(members)
        }
    }
}
