import CommonModels
import RuleKit
import Testing

@Suite("When a rule's outcome could change by time alone")
struct NextChangeTests {
    @Test("nothing changes before the announced instant", arguments: 0..<1_500)
    func sound(seed: Int) throws {
        var generator = RuleGenerator(seed: UInt64(seed))
        let rule = try generator.rule()
        let facts = try generator.facts()
        let now = generator.instant()
        let next = CompiledRule(rule).nextChange(facts, at: now)
        let before = NaiveRule.holds(rule, facts, at: now)
        if let next { #expect(next > now, "seed \(seed)") }
        for instant in criticalInstants(rule, facts, &generator) where instant > now && instant < next ?? .distantFuture {
            #expect(NaiveRule.holds(rule, facts, at: instant) == before, "seed \(seed): \(rule.json.serialized) at \(instant.rfc3339)")
        }
    }

    @Test("following the announced instants finds every change", arguments: 0..<400)
    func complete(seed: Int) throws {
        var generator = RuleGenerator(seed: UInt64(seed) + 1_000_000)
        let rule = try generator.rule()
        let facts = try generator.facts()
        let compiled = CompiledRule(rule)
        var instant = RuleGenerator.start - .days(10)
        var known = NaiveRule.holds(rule, facts, at: instant)
        var walked: [Instant: Bool] = [:]
        var steps = 0
        while let next = compiled.nextChange(facts, at: instant), steps < 500 {
            let outcome = compiled.matches(facts, at: next)
            if outcome != known { walked[next] = outcome }
            (instant, known, steps) = (next, outcome, steps + 1)
        }
        #expect(steps < 500, "seed \(seed)")
        var brute: [Instant: Bool] = [:]
        var last = NaiveRule.holds(rule, facts, at: RuleGenerator.start - .days(10))
        for instant in criticalInstants(rule, facts, &generator).sorted() where instant > RuleGenerator.start - .days(10) {
            let outcome = NaiveRule.holds(rule, facts, at: instant)
            if outcome != last { brute[instant] = outcome }
            last = outcome
        }
        #expect(walked == brute, "seed \(seed): \(rule.json.serialized)")
    }

    @Test("a count within 30 days ends 30 days after the event that made it true")
    func windowEnd() throws {
        let rule = CompiledRule(try Rule(parsing: #"{"event":"Order Completed","count":{"atLeast":2},"within":"30d"}"#))
        var facts = try RuleGenerator.person()
        let start = RuleGenerator.start
        for day in [0, 3, 9] as [Int64] { facts.record(EventFact(time: start + .days(day)), named: "Order Completed") }
        #expect(rule.nextChange(facts, at: start + .days(10)) == start + .days(33))
        #expect(rule.matches(facts, at: start + .days(33) - .microseconds(1)))
        #expect(!rule.matches(facts, at: start + .days(33)))
        #expect(rule.nextChange(facts, at: start + .days(33)) == nil)
    }

    @Test("a group that one lasting condition decides waits for nothing")
    func decidedForGood() throws {
        let rule = CompiledRule(
            try Rule(parsing: #"{"all":[{"trait":"country","is":"KR"},{"event":"Order Completed","within":"30d"}]}"#))
        var facts = try RuleGenerator.person()
        facts.record(EventFact(time: RuleGenerator.start), named: "Order Completed")
        #expect(rule.nextChange(facts, at: RuleGenerator.start) == nil)
        facts.traits["country"] = "KR"
        #expect(rule.nextChange(facts, at: RuleGenerator.start) == RuleGenerator.start + .days(30))
    }

    /// Every instant at which any part of the rule could change, and a microsecond before each.
    private func criticalInstants(_ rule: Rule, _ facts: FactSheet, _ generator: inout RuleGenerator) -> [Instant] {
        var times = ["Order Completed", "Product Viewed"].flatMap { facts.events(named: $0).map(\.time) }
        times += facts.traits["birthday"]?.stringValue.flatMap { Instant(rfc3339: $0) }.map { [$0] } ?? []
        times += facts.consents.compactMap(\.expiresAt)
        let spans = rule.spans
        let all = times + times.flatMap { time in spans.flatMap { [time.adding($0), time.subtracting($0)] } }
        return all + all.map { $0 - .microseconds(1) }
            + (0..<20).map { _ in generator.instant() + .microseconds(Int64(generator.number(1...999))) }
    }
}
