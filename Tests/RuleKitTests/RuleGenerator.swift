import CommonModels
import RuleKit
import Testing

/// Random rules and people around one instant, the same for the same seed.
struct RuleGenerator {
    static let start = Instant(secondsSince1970: 1_790_000_000)
    private static let segments = ["seg_01h455vb4pex5vsknk084sn02q", "seg_01h455vb4pex5vsknk084sn02r"]
        .compactMap { SegmentID($0) }

    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    mutating func pick<T>(_ values: [T]) -> T { values[number(0...(values.count - 1))] }

    /// Within 60 hours of ``start``, on a coarse grid so that instants coincide.
    mutating func instant() -> Instant { RuleGenerator.start + .seconds(Int64(number(-216_000...216_000) / 600 * 600)) }

    mutating func rule(depth: Int = 0) throws -> Rule {
        if depth < 3, number(0...2) > 0 {
            let members = try (0..<number(1...3)).map { _ in try rule(depth: depth + 1) }
            return switch number(0...2) {
            case 0: .all(members)
            case 1: .any(members)
            default: .not(members[0])
            }
        }
        return try condition()
    }

    mutating func facts() throws -> FactSheet {
        var sheet = FactSheet(profileID: try #require(ProfileID("prf_01h455vb4pex5vsknk084sn0" + pick(["2q", "3a", "7k", "9z"]))))
        if number(0...3) > 0 { sheet.traits["country"] = pick(["KR", "JP", "US"]) }
        if number(0...3) > 0 { sheet.traits["age"] = pick([20, 30, 30.5, "30"]) }
        if number(0...3) > 0 { sheet.traits["birthday"] = .string(instant().rfc3339) }
        for segment in RuleGenerator.segments where number(0...1) == 0 { sheet.segments.insert(segment) }
        if number(0...1) == 0 {
            sheet.consents = [
                ConsentView(
                    purpose: .marketing, channel: pick([.email, .all]), status: pick([.granted, .withdrawn]),
                    at: RuleGenerator.start, source: "web", expiresAt: number(0...1) == 0 ? instant() : nil)
            ]
        }
        for _ in 0..<number(0...12) {
            let event = EventFact(time: instant(), properties: number(0...3) == 0 ? [:] : ["revenue": amount()])
            sheet.record(event, named: pick(["Order Completed", "Product Viewed"]))
        }
        return sheet
    }

    /// Whole, with tenths, which no Double holds exactly, or as text.
    private mutating func amount() -> JSONValue {
        let tenths = number(0...1_000)
        return pick([.integer(Int64(tenths / 10)), .number(Double(tenths) / 10), .string("\(tenths / 10).\(tenths % 10)")])
    }

    private mutating func condition() throws -> Rule {
        switch number(0...8) {
        case 0:
            .trait(
                TraitCondition(
                    trait: try path("country"),
                    test: pick([
                        .equals("KR"), .differs("KR"), .oneOf(["KR", "US"]), .noneOf(["JP"]), .exists(true), .exists(false), .contains("K"),
                        .startsWith("U"),
                    ])))
        case 1:
            .trait(
                TraitCondition(
                    trait: try path("age"),
                    test: pick([.equals(30), .number(.atLeast(30)), .number(.between(10, 30)), .number(.lessThan(30)), .differs(30)])))
        case 2: .trait(TraitCondition(trait: try path("birthday"), test: .date(try date())))
        case 3, 4: .eventCount(EventCountCondition(events: try selection(), count: test(scale: 1)))
        case 5: .eventSum(EventSumCondition(events: try selection(), property: try path("revenue"), sum: test(scale: 50)))
        case 6:
            .recency(
                RecencyCondition(
                    event: pick(["Order Completed", "Product Viewed"]), filters: try filters(), which: pick([.first, .last]),
                    age: number(0...1) == 0 ? .within(try span()) : .olderThan(try span())))
        case 7:
            pick([
                .segment(SegmentCondition(segment: RuleGenerator.segments[0], isMember: number(0...1) == 0)), .everyone,
                .percent(PercentCondition(percent: Double(number(0...100)), seed: "s")),
            ])
        default:
            .consent(ConsentCondition(purpose: .marketing, channel: pick([.email, .sms]), status: pick([.granted, .expired, .unknown])))
        }
    }

    private mutating func selection() throws -> EventSelection {
        EventSelection(
            event: pick(["Order Completed", "Product Viewed"]), within: number(0...4) == 0 ? nil : try span(), filters: try filters())
    }

    private mutating func filters() throws -> [PropertyCondition] {
        guard number(0...2) == 0 else { return [] }
        return [
            PropertyCondition(property: try path("revenue"), test: pick([.number(.atLeast(40)), .exists(false), .number(.lessThan(70))]))
        ]
    }

    private mutating func test(scale: Double) -> NumberTest {
        let bound = Double(number(0...4)) * scale
        return pick([
            .atLeast(bound), .atMost(bound), .greaterThan(bound), .lessThan(bound), .equals(bound), .between(bound, bound + scale),
        ])
    }

    private mutating func date() throws -> DateTest {
        switch number(0...4) {
        case 0: .withinLast(try span())
        case 1: .olderThan(try span())
        case 2: .withinNext(try span())
        case 3: .before(instant())
        default: .since(instant())
        }
    }

    private mutating func span() throws -> RuleSpan {
        try #require(RuleSpan(Int64(number(1...40)), pick([.hours, .hours, .minutes, .days])))
    }
    private func path(_ text: String) throws -> FieldPath { try #require(FieldPath(text)) }
}
