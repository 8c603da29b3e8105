package import CommonModels

extension Rule {
    /// The rule as one sentence about the people it means.
    package func sentence(in locale: ConsoleLocale, names: RuleNames = RuleNames()) -> String {
        switch locale {
        case .ko: KoreanRuleWords(names: names).sentence(self)
        case .en: EnglishRuleWords(names: names).sentence(self)
        }
    }

    /// A condition that says the same as `not` of this one, where there is a simple one.
    var simpleNegation: Rule? {
        switch self {
        case .not(let rule): rule
        case .trait(let condition):
            condition.test.simpleNegation.map { .trait(TraitCondition(trait: condition.trait, test: $0)) }
        case .eventCount(let condition):
            condition.count.simpleNegation.map { .eventCount(EventCountCondition(events: condition.events, count: $0)) }
        case .eventSum(let condition):
            condition.sum.simpleNegation.map {
                .eventSum(EventSumCondition(events: condition.events, property: condition.property, sum: $0))
            }
        case .segment(let condition):
            .segment(SegmentCondition(segment: condition.segment, isMember: !condition.isMember))
        case .everyone, .all, .any, .recency, .consent, .percent: nil
        }
    }

    /// Groups of one and double negations taken away, for reading.
    var plain: Rule {
        switch self {
        case .all(let rules): rules.count == 1 ? rules[0].plain : .all(rules.map(\.plain))
        case .any(let rules): rules.count == 1 ? rules[0].plain : .any(rules.map(\.plain))
        case .not(let rule): rule.plain.simpleNegation ?? .not(rule.plain)
        case .everyone, .trait, .eventCount, .eventSum, .recency, .segment, .consent, .percent: self
        }
    }
}

extension ValueTest {
    fileprivate var simpleNegation: ValueTest? {
        switch self {
        case .equals(let value): .differs(value)
        case .differs(let value): .equals(value)
        case .oneOf(let values): .noneOf(values)
        case .noneOf(let values): .oneOf(values)
        case .exists(let flag): .exists(!flag)
        case .number, .contains, .startsWith, .date: nil  // a missing value fails these and their opposites alike
        }
    }
}

extension NumberTest {
    fileprivate var simpleNegation: NumberTest? {
        switch self {
        case .atLeast(let bound): .lessThan(bound)
        case .atMost(let bound): .greaterThan(bound)
        case .greaterThan(let bound): .atMost(bound)
        case .lessThan(let bound): .atLeast(bound)
        case .equals, .between: nil
        }
    }
}
