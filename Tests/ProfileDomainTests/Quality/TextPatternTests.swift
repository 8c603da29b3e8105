import Testing

@testable import ProfileDomain

@Suite("A pattern")
struct TextPatternTests {
    @Test(
        "finds what ECMA-262 finds",
        arguments: [
            ("abc", ["xabcx", "abc"], ["ab", ""]), ("^abc$", ["abc"], ["xabc", "abcx", "abc\n"]), ("", ["", "a"], []),
            ("a|b|", ["", "z"], []), ("^(?:a|bc)+$", ["abca", "bc"], ["", "ab"]), ("^[a-c\\d가-힣_-]*$", ["a1가_-", ""], ["d"]),
            ("^[^a-z]$", ["A", "가"], ["b", ""]), ("^.$", ["가", "😀"], ["\n", "", "ab"]), ("^a{2}$", ["aa"], ["a", "aaa"]),
            ("^a{2,}$", ["aa", "aaaa"], ["a"]), ("^a{1,3}?$", ["a", "aaa"], ["", "aaaa"]), ("^(a{0}b)?$", ["", "b"], ["ab"]),
            ("\\bcat\\b", ["a cat.", "cat"], ["concat"]), ("^\\Bx", [], ["x"]), ("^\\d{3}-\\d{4}$", ["010-1234"], ["010-123", "०१०-१२३४"]),
            ("^\\w+\\s\\W$", ["ab_1 !"], ["ab1!"]), ("^\\S\\D$", ["ab"], ["a1", " b"]), ("^\\p{L}+$", ["가나다Ä"], ["a1"]),
            ("^\\p{Lu}\\p{Ll}\\P{N}$", ["Aa-"], ["AA-", "Aa1"]), ("^[\\p{Nd}\\s]+$", ["1 2"], ["a"]),
            ("^\\x41\\u0042\\u{1F600}$", ["AB😀"], ["AB"]),
            ("^\\.\\*\\/\\[\\]$", [".*/[]"], ["a"]), ("^(?<year>\\d{4})$", ["2026"], ["26"]), ("^[\\]\\\\^]+$", ["]\\^"], ["a"]),
            ("^[a\\-z]+$", ["a-z"], ["b"]), ("(a*)*$", ["", "b", "aaa"], []), ("^((a|b)?c){2}$", ["acbc", "cc"], ["ab"]),
        ] as [(String, [String], [String])])
    func found(source: String, fitting: [String], unfitting: [String]) throws {
        let pattern = try TextPattern(source)
        for text in fitting { #expect(pattern.matches(text), "\(source) \(text)") }
        for text in unfitting { #expect(!pattern.matches(text), "\(source) \(text)") }
    }

    @Test(
        "is refused when no automaton can do it, or it is none",
        arguments: [
            ("(a)\\1", TextPattern.Refusal.notRegular("\\1")), ("(?=a)", .notRegular("(?=")), ("(?!a)", .notRegular("(?!")),
            ("(?<=a)b", .notRegular("(?<=")), ("(?<!a)b", .notRegular("(?<!")), ("(?<n>a)\\k<n>", .notRegular("\\k")),
            ("(", .syntax(at: 1)), (")", .syntax(at: 0)), ("a**", .syntax(at: 2)), ("*a", .syntax(at: 0)), ("[b-a]", .syntax(at: 2)),
            ("[a", .syntax(at: 2)), ("a{2,1}", .syntax(at: 5)), ("a{", .syntax(at: 2)), ("\\q", .unknownEscape("\\q")),
            ("\\p{Greek}", .unknownEscape("\\p{Greek}")), ("(?i)a", .syntax(at: 2)), ("a{501}", .tooLarge), ("(a{100}){100}", .tooLarge),
            ("(((){500}){500}){500}", .tooLarge), (String(repeating: "(", count: 25) + String(repeating: ")", count: 25), .tooDeep),
            (String(repeating: "a", count: 501), .tooLong),
        ] as [(String, TextPattern.Refusal)])
    func refused(source: String, refusal: TextPattern.Refusal) { #expect(throws: refusal) { try TextPattern(source) } }

    @Test("cannot be made slow by what makes backtracking machines slow", arguments: ["^(a+)+$", "^(a|aa)*$", "^(a*)*b$", "(x+x+)+y"])
    func linear(source: String) throws {
        let pattern = try TextPattern(source)
        let text = String(repeating: source.contains("x") ? "x" : "a", count: 4_000) + "!"
        let took = ContinuousClock().measure { #expect(!pattern.matches(text)) }
        #expect(took < .seconds(5))
    }

    @Test(
        "counts what it does without a character too: steps bound the work",
        arguments: [
            "(?:" + Array(repeating: "^", count: 160).joined(separator: "|") + ")*b",
            "(?:" + Array(repeating: "^", count: 160).joined(separator: "|") + ")b",
            "(?:(?:a?){20}){20}b", "[" + String(repeating: "\\p{L}", count: 80) + "]{5}b", "(?:\\B|\\b|\\B|\\b){90}b",
        ])
    func counted(source: String) throws {
        let pattern = try TextPattern(source)
        let text = String(repeating: source.contains("L") ? "中" : "a", count: TextPattern.textMax)
        var steps = SchemaLimits.stepsMax
        let took = ContinuousClock().measure { #expect(pattern.match(text, steps: &steps) == .tooLong) }
        #expect(steps <= 0 && took < .seconds(5))
        var all = Int.max
        #expect(pattern.match(text, steps: &all) == .missing)
        #expect(Int.max - all > SchemaLimits.stepsMax, "it is the work that ends it")
    }

    @Test("every match takes steps, also of a text with nothing in it")
    func ready() throws {
        let pattern = try TextPattern("a{200}")
        var steps = 10_000
        #expect(pattern.match("", steps: &steps) == .missing)
        #expect(steps < 10_000 - 200)
        var few = 100
        #expect(pattern.match("", steps: &few) == .tooLong)
    }

    @Test("looks at texts up to its limit, and no further than its steps")
    func bounds() throws {
        let pattern = try TextPattern("^a*$")
        var steps = Int.max
        #expect(pattern.match(String(repeating: "a", count: TextPattern.textMax), steps: &steps) == .found)
        #expect(pattern.match(String(repeating: "a", count: TextPattern.textMax + 1), steps: &steps) == .tooLong)
        var few = 10
        #expect(pattern.match("aaaaaaaaaaaaaaaaaaaa", steps: &few) == .tooLong)
    }
}
