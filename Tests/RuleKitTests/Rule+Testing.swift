import CommonModels
import RuleKit
import Testing

extension Rule {
    init(parsing text: String) throws { try self.init(json: JSONValue(parsing: text)) }

    /// Every span that occurs anywhere in the rule.
    var spans: [RuleSpan] {
        switch self {
        case .everyone, .segment, .consent, .percent: []
        case .all(let rules), .any(let rules): rules.flatMap(\.spans)
        case .not(let rule): rule.spans
        case .trait(let condition):
            switch condition.test {
            case .date(.withinLast(let span)), .date(.olderThan(let span)), .date(.withinNext(let span)): [span]
            case .date, .equals, .differs, .oneOf, .noneOf, .number, .contains, .startsWith, .exists: []
            }
        case .eventCount(let condition): condition.events.within.map { [$0] } ?? []
        case .eventSum(let condition): condition.events.within.map { [$0] } ?? []
        case .recency(let condition):
            switch condition.age {
            case .within(let span), .olderThan(let span): [span]
            }
        }
    }
}

extension RuleGenerator {
    /// Somebody about whom nothing is known.
    static func person() throws -> FactSheet {
        FactSheet(profileID: try #require(ProfileID("prf_01h455vb4pex5vsknk084sn02q")))
    }
}
