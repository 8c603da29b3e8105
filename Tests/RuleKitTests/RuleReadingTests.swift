import CommonModels
import RuleKit
import Testing

@Suite("Reading rules from JSON")
struct RuleReadingTests {
    @Test("a rule written out reads back as the same rule", arguments: 0..<500)
    func roundTrip(seed: Int) throws {
        var generator = RuleGenerator(seed: UInt64(seed))
        let rule = try generator.rule()
        #expect(try Rule(parsing: rule.json.serialized) == rule, "seed \(seed): \(rule.json.serialized)")
    }

    @Test("every problem is reported with its pointer")
    func allProblems() throws {
        let text = #"""
            {"all":[{"trait":"country"},{"event":"","within":"9y","count":{"atLeast":"2"}},{"segment":"vip"},
            {"trait":"a","is":"x","contains":"y"},{"any":[]},{"colour":"red"},{"percent":120,"seed":"s"},
            {"consent":{"purpose":"Marketing","channel":"pigeon"}},{"trait":"age","between":[9,1]},
            {"event":"A","where":[{"property":"p","date":{"olderThan":"1d"}}],"whitin":"1d"}]}
            """#
        let problems = #expect(throws: RuleProblems.self) { try Rule(parsing: text) }
        let found = Set(problems?.problems.map(\.pointer) ?? [])
        #expect(
            found == [
                "/all/0", "/all/1/event", "/all/1/within", "/all/1/count/atLeast", "/all/2/segment", "/all/3", "/all/4/any",
                "/all/5", "/all/6/percent", "/all/7/consent/purpose", "/all/7/consent/channel", "/all/8/between",
                "/all/9/where/0/date/olderThan", "/all/9/whitin",
            ])
        for problem in problems?.problems ?? [] {
            #expect(!problem.detail(in: .ko).isEmpty && problem.detail(in: .ko) != problem.detail)
        }
    }

    @Test("a rule nested too deep is refused, not followed")
    func tooDeep() throws {
        let deep = String(repeating: #"{"not":"#, count: 20) + #"{"everyone":true}"# + String(repeating: "}", count: 20)
        let problems = #expect(throws: RuleProblems.self) { try Rule(parsing: deep) }
        #expect(problems?.problems.map(\.kind) == [.tooDeep(max: RuleLimits.depthMax)])
    }

    @Test("a rule with too many conditions is refused once")
    func tooMany() throws {
        let many = Array(repeating: #"{"trait":"a","exists":true}"#, count: 500).joined(separator: ",")
        let problems = #expect(throws: RuleProblems.self) { try Rule(parsing: #"{"any":[\#(many)]}"#) }
        #expect(problems?.problems.map(\.kind) == [.tooManyConditions(max: RuleLimits.conditionsMax)])
    }

    @Test(
        "a span is a positive number of seconds, minutes, hours, days or weeks up to five years",
        arguments: ["0d", "-1d", "d", "1.5h", "3y", "1831d", "99999999999999999999s", ""])
    func badSpan(text: String) { #expect(RuleSpan(text) == nil) }

    @Test("the longest span is 1830 days")
    func longestSpan() throws { #expect(try #require(RuleSpan("1830d")).duration == .days(1_830)) }
}
