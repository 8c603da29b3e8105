import CommonModels
import Foundation
import RuleKit
import Testing

@Suite("Evaluating rules")
struct RuleEvaluationTests {
    private let start = RuleGenerator.start

    @Test("compiled rules agree with a plain reading of the language", arguments: 0..<2_000)
    func agreesWithNaive(seed: Int) throws {
        var generator = RuleGenerator(seed: UInt64(seed) + 5_000_000)
        let rule = try generator.rule()
        let facts = try generator.facts()
        let now = generator.instant()
        let compiled = CompiledRule(rule)
        let expected = NaiveRule.holds(rule, facts, at: now)
        #expect(compiled.matches(facts, at: now) == expected, "seed \(seed): \(rule.json.serialized)")
        #expect(compiled.outlook(facts, at: now).matches == expected, "seed \(seed)")
        #expect(compiled.evaluate(facts, at: now).matches == expected, "seed \(seed)")
    }

    @Test("a set of rules answers as each rule alone", arguments: 0..<100)
    func setAgrees(seed: Int) throws {
        var generator = RuleGenerator(seed: UInt64(seed) + 9_000_000)
        let rules = try (0..<30).map { _ in try generator.rule() }
        let facts = try generator.facts()
        let now = generator.instant()
        var evaluation = CompiledRuleSet(rules).evaluation(of: facts, at: now)
        for (index, rule) in rules.enumerated() {
            #expect(evaluation.matches(index) == CompiledRule(rule).matches(facts, at: now), "seed \(seed), rule \(index)")
        }
    }

    @Test("rules that share conditions share their evaluation")
    func sharedConditions() throws {
        let kr = #"{"trait":"country","is":"KR"}"#
        let rules = try (0..<10).map { try Rule(parsing: #"{"all":[\#(kr),{"trait":"age","atLeast":\#($0)}]}"#) }
        #expect(CompiledRuleSet(rules).conditionCount == 11)
    }

    @Test("an event that arrives late counts at its own time")
    func lateEvent() throws {
        let rule = CompiledRule(try Rule(parsing: #"{"event":"Order Completed","within":"30d"}"#))
        var facts = try RuleGenerator.person()
        facts.record(EventFact(time: start - .days(40)), named: "Order Completed")
        #expect(!rule.matches(facts, at: start))
        facts.record(EventFact(time: start - .days(10)), named: "Order Completed")
        #expect(rule.matches(facts, at: start))
        facts.record(EventFact(time: start - .days(35)), named: "Order Completed")
        #expect(facts.events(named: "Order Completed").map(\.time) == [40, 35, 10].map { start - .days($0) })
    }

    @Test("a path that meets an array holds when one element does")
    func arrays() throws {
        var facts = try RuleGenerator.person()
        facts.traits["tags"] = ["vip", "seoul"]
        facts.record(
            EventFact(time: start, properties: ["products": [["sku": "A", "price": 10], ["sku": "B", "price": 15]]]),
            named: "Order Completed")
        func matches(_ json: String) throws -> Bool { CompiledRule(try Rule(parsing: json)).matches(facts, at: start) }
        #expect(try matches(#"{"trait":"tags","is":"vip"}"#))
        #expect(try matches(#"{"trait":"tags","contains":"seoul"}"#))
        #expect(try !matches(#"{"trait":"tags","contains":"seo"}"#))
        #expect(try !matches(#"{"trait":"tags","isNot":"vip"}"#))
        #expect(try matches(#"{"event":"Order Completed","where":[{"property":"products.sku","is":"B"}]}"#))
        #expect(try !matches(#"{"event":"Order Completed","where":[{"property":"products.sku","is":"C"}]}"#))
        #expect(try matches(#"{"event":"Order Completed","sum":"products.price","is":25}"#))
    }

    @Test("sums are exact in decimals, and amounts sent as texts count")
    func decimalSums() throws {
        var facts = try RuleGenerator.person()
        for (hour, total) in [(Int64(1), JSONValue.number(10.10)), (2, .number(20.20)), (3, .string("0.70"))] {
            facts.record(EventFact(time: RuleGenerator.start - .hours(hour), properties: ["total": total]), named: "Order Completed")
        }
        for (rule, holds) in [
            (#"{"event":"Order Completed","sum":"total","is":31}"#, true),
            (#"{"event":"Order Completed","sum":"total","atLeast":30.3,"within":"150m"}"#, true),
            (#"{"event":"Order Completed","sum":"total","greaterThan":30.3,"within":"150m"}"#, false),
        ] {
            #expect(CompiledRule(try Rule(parsing: rule)).matches(facts, at: RuleGenerator.start) == holds, "\(rule)")
        }
        let leaving = CompiledRule(try Rule(parsing: #"{"event":"Order Completed","sum":"total","atLeast":30.3,"within":"4h"}"#))
        #expect(leaving.nextChange(facts, at: RuleGenerator.start) == RuleGenerator.start + .hours(2))
    }

    @Test("a day without a zone begins at the person's midnight")
    func dayInZone() throws {
        let rule = CompiledRule(try Rule(parsing: #"{"trait":"due","date":{"withinLast":"1h"}}"#), fallbackZone: .gmt)
        var facts = try RuleGenerator.person()
        facts.traits["due"] = "2026-11-22"
        let seoulMidnight = try #require(Instant(rfc3339: "2026-11-22T00:00:00+09:00"))
        #expect(!rule.matches(facts, at: seoulMidnight))
        facts.traits["timezone"] = "Asia/Seoul"
        #expect(rule.matches(facts, at: seoulMidnight))
        #expect(rule.nextChange(facts, at: seoulMidnight - .hours(1)) == seoulMidnight)
        facts.traits["due"] = "2026-03-08"
        facts.traits["timezone"] = "America/New_York"
        let dayOfChange = try #require(Instant(rfc3339: "2026-03-08T00:00:00-05:00"))
        #expect(rule.matches(facts, at: dayOfChange) && !rule.matches(facts, at: dayOfChange - .microseconds(1)))
    }

    @Test("a random percent is a fixed share of people")
    func percent() throws {
        let rule = CompiledRule(try Rule(parsing: #"{"percent":20,"seed":"spring"}"#))
        let ids = IDGenerator.sequential()
        let drawn = (0..<5_000).filter { _ in rule.matches(FactSheet(profileID: ids.next()), at: start) }.count
        #expect((900...1_100).contains(drawn))
    }

    @Test("references name all a rule looks at, with the longest reach of each event")
    func references() throws {
        let rule = try Rule(
            parsing: #"""
                {"all":[{"trait":"address.city","is":"Seoul"},{"event":"A","within":"7d"},{"event":"A","within":"2w"},
                {"event":"B","lastSeen":{"within":"1d"}},{"not":{"segment":"seg_01h455vb4pex5vsknk084sn02q"}},
                {"consent":{"purpose":"marketing","channel":"email"}}]}
                """#)
        let references = RuleReferences(of: rule)
        #expect(references.traits == ["address"])
        #expect(references.events == ["A": .span(microseconds: 14 * 86_400_000_000), "B": .unlimited])
        #expect(references.segments.count == 1 && references.consents.count == 1)
    }
}
