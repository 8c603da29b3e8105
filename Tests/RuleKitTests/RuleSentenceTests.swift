import CommonModels
import RuleKit
import Testing

@Suite("Saying rules in words")
struct RuleSentenceTests {
    private static let vip = "seg_01h455vb4pex5vsknk084sn02q"
    private var names: RuleNames {
        get throws { RuleNames(segments: [try #require(SegmentID(RuleSentenceTests.vip)): "VIP"]) }
    }

    @Test(
        "a rule reads as one natural sentence in both languages",
        arguments: [
            (
                #"{"all":[{"trait":"country","is":"KR"},{"event":"Order Completed","count":{"atLeast":2},"within":"30d","where":[{"property":"revenue","atLeast":1000}]}]}"#,
                "‘country’ 특성이 ‘KR’이고, 최근 30일 동안 revenue 속성이 1,000 이상인 ‘Order Completed’ 이벤트가 2회 이상 있는 고객입니다.",
                "Customers whose “country” is “KR”, and who did “Order Completed” (“revenue” is at least 1,000) in the last 30 days at least 2 times."
            ),
            (
                #"{"any":[{"not":{"segment":"seg_01h455vb4pex5vsknk084sn02q"}},{"event":"Product Viewed","lastSeen":{"olderThan":"2w"}}]}"#,
                "‘VIP’ 세그먼트에 속하지 않거나, 마지막 ‘Product Viewed’ 이벤트에서 2주 이상 지난 고객입니다.",
                "Customers who are not in the segment “VIP”, or whose last “Product Viewed” was 2 weeks ago or longer."
            ),
            (
                #"{"not":{"event":"Order Completed","within":"90d"}}"#,
                "최근 90일 동안 ‘Order Completed’ 이벤트가 없는 고객입니다.",
                "Customers who did not do “Order Completed” in the last 90 days."
            ),
            (
                #"{"all":[{"consent":{"purpose":"marketing","channel":"email"}},{"any":[{"trait":"age","greaterThan":19},{"trait":"grade","in":["gold","vip"]}]}]}"#,
                "이메일 마케팅 수신·이용에 동의했고, (‘age’ 특성이 19보다 크거나, ‘grade’ 특성이 ‘gold’, ‘vip’ 중 하나인 경우)에 해당하는 고객입니다.",
                "Customers who consented to marketing by email, and who are among those (whose “age” is more than 19, or whose “grade” is one of “gold”, “vip”)."
            ),
            (
                #"{"trait":"city","isNot":"서울"}"#, "‘city’ 특성이 ‘서울’이 아닌 고객입니다.",
                "Customers whose “city” is not “서울”."
            ),
            (#"{"everyone":true}"#, "모든 고객입니다.", "Every customer."),
        ])
    func sentence(json: String, korean: String, english: String) throws {
        let rule = try Rule(parsing: json)
        #expect(rule.sentence(in: .ko, names: try names) == korean)
        #expect(rule.sentence(in: .en, names: try names) == english)
    }

    @Test("a trace says what decided, and what was found")
    func trace() throws {
        let rule = try Rule(
            parsing: #"{"all":[{"trait":"country","is":"KR"},{"event":"Order Completed","count":{"atLeast":2},"within":"30d"}]}"#)
        var facts = try RuleGenerator.person()
        facts.traits["country"] = "KR"
        facts.record(EventFact(time: RuleGenerator.start), named: "Order Completed")
        let outcome = CompiledRule(rule).evaluate(facts, at: RuleGenerator.start)
        #expect(!outcome.matches)
        #expect(outcome.trace.sentences(in: .ko) == ["미충족: 최근 30일 동안 ‘Order Completed’ 이벤트가 2회 이상 있습니다 (현재: 1회)"])
        #expect(outcome.trace.sentences(in: .en) == ["Not met: did “Order Completed” in the last 30 days at least 2 times (now: 1 time)"])
        #expect(outcome.trace.json["children"]?.arrayValue?.compactMap { $0["holds"]?.boolValue } == [true, false])
    }

    @Test("no generated rule leaves a sentence unfinished", arguments: 0..<200)
    func finished(seed: Int) throws {
        var generator = RuleGenerator(seed: UInt64(seed))
        let rule = try generator.rule()
        #expect(rule.sentence(in: .ko).hasSuffix("고객입니다."))
        #expect(rule.sentence(in: .en).hasSuffix("."))
    }
}
