import CommonModels
import Foundation
import Testing

@Suite("JSON values")
struct JSONValueTests {
    @Test(
        "what is written reads back the same",
        arguments: [
            #"{"a":1,"b":[true,false,null],"c":{"d":"x\"y\\z\n"},"e":-0.5,"f":1.0,"g":"마루"}"#,
            "[]", "{}", "\"\"", "9223372036854775807", "-9223372036854775808", "1e+20",
        ])
    func roundTrip(_ text: String) throws {
        let value = try JSONValue(parsing: text)
        #expect(try JSONValue(parsing: value.serialized) == value)
    }

    @Test("only what must be escaped is, wherever it stands")
    func escaped() {
        let value = JSONValue.array(["\"a\\", "\u{01}마\n루\u{1F}", "/é😀", .integer(.min), .integer(0), .object(["b": -7, "a": 1.5])])
        #expect(value.serialized == #"["\"a\\","\u0001마\n루\u001f","/é😀",-9223372036854775808,0,{"b":-7,"a":1.5}]"#)
        #expect(value.canonical.hasSuffix(#"{"a":1.5,"b":-7}]"#))
    }

    @Test("a text that is not UTF-8 is refused, escaped or not", arguments: [[0x22, 0xC3, 0x22], [0x22, 0x61, 0xFF, 0x5C, 0x6E, 0x22]])
    func notUTF8(bytes: [UInt8]) {
        #expect { try JSONValue(parsing: bytes) } throws: { ($0 as? JSONParseError)?.reason == .invalidUTF8 }
    }

    @Test("escapes and surrogate pairs are decoded")
    func escapes() throws {
        #expect(try JSONValue(parsing: #""\u00e9\ud83d\ude00\t\/""#) == .string("é😀\t/"))
        #expect(try JSONValue(parsing: #""\ud800""#) == .string("\u{FFFD}"))
    }

    @Test(
        "malformed texts are refused with the byte where reading stopped",
        arguments: [
            ("", 0), ("{", 1), ("[1,]", 3), ("{\"a\" 1}", 5), ("tru", 3), ("01", 1), ("1.", 2), ("-", 1), ("\"\u{01}\"", 1), ("{} x", 3),
            ("[1 2]", 3), ("\"\\x\"", 1), ("nul1", 3),
        ])
    func malformed(_ text: String, _ offset: Int) {
        #expect { try JSONValue(parsing: text) } throws: { ($0 as? JSONParseError)?.offset == offset }
    }

    @Test("limits on depth, members and strings are enforced")
    func limits() {
        let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        #expect { try JSONValue(parsing: deep) } throws: { ($0 as? JSONParseError)?.reason == .tooDeep }
        let tight = JSONLimits(depthMax: 4, countMax: 2, stringBytesMax: 3)
        #expect { try JSONValue(parsing: "[1,2,3]", limits: tight) } throws: { ($0 as? JSONParseError)?.reason == .tooMany }
        #expect { try JSONValue(parsing: "\"abcd\"", limits: tight) } throws: { ($0 as? JSONParseError)?.reason == .stringTooLong }
    }

    @Test(
        "a number beyond a Double is refused, noted when it is stepped over, and null in what is stored",
        arguments: ["1e400", "-1E+999", String(repeating: "9", count: 400)])
    func hugeNumbers(number: String) throws {
        let text = #"{"a":[\#(number),1.5e3]}"#
        #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
        #expect(try JSONValue(parsing: text, limits: .stored) == ["a": [.null, 1_500.0]])
        for (text, isHuge) in [(text, true), (#"{"a":[1e308,-2.5E-400,\#(String(repeating: "9", count: 300))]}"#, false)] {
            let noted = try Array(text.utf8).withUnsafeBufferPointer { bytes in
                var reader = JSONReader(bytes)
                try reader.skipValue()
                return reader.holdsHugeNumber
            }
            #expect(noted == isHuge)
        }
    }

    @Test("bytes that are not UTF-8 are refused")
    func invalidUTF8() {
        #expect { try JSONValue(parsing: [0x22, 0xFF, 0x22]) } throws: { ($0 as? JSONParseError)?.reason == .invalidUTF8 }
    }

    @Test("random trees survive writing and reading, and agree with Foundation", arguments: 0..<50 as Range<UInt64>)
    func randomTrees(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let tree = JSONValue.array([randomTree(&random, depth: 4)])
        let text = tree.serialized
        #expect(try JSONValue(parsing: text) == tree, "seed \(seed)")
        let foundation = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        #expect(foundation.canonical == tree.canonical, "seed \(seed)")
    }

    private func randomTree(_ random: inout SeededRandom, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: -1_000_000...1_000_000, using: &random))
        case 3: return .number(Double(Int.random(in: 0...1000, using: &random)) + 0.25)
        case 4: return .string(String((0..<4).map { _ in "a\"\\\n마é😀 ".randomElement(using: &random) ?? "a" }))
        case 5: return .array((0..<3).map { _ in randomTree(&random, depth: depth - 1) })
        default:
            var members = JSONObject()
            for index in 0..<3 { members["k\(index)"] = randomTree(&random, depth: depth - 1) }
            return .object(members)
        }
    }
}
