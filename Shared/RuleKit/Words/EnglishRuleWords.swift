import CommonModels

/// Says rules in plain English.
struct EnglishRuleWords {
    /// A clause about customers: `whose country is “KR”`, `who are in the segment “VIP”`.
    struct Clause {
        let pronoun: String
        let words: String

        var text: String { "\(pronoun) \(words)" }

        static func who(_ words: String) -> Clause { Clause(pronoun: "who", words: words) }
        static func whose(_ words: String) -> Clause { Clause(pronoun: "whose", words: words) }
    }

    let names: RuleNames

    func sentence(_ rule: Rule) -> String {
        let rule = rule.plain
        return switch rule {
        case .everyone: "Every customer."
        case .all(let rules): "Customers " + joined(rules, by: "and") + "."
        case .any(let rules): "Customers " + joined(rules, by: "or") + "."
        case .not, .trait, .eventCount, .eventSum, .recency, .segment, .consent, .percent: "Customers " + clause(rule).text + "."
        }
    }

    func clause(_ rule: Rule) -> Clause {
        switch rule {
        case .everyone: .who("are anyone")
        case .all(let rules): .who("are among those (\(joined(rules, by: "and")))")
        case .any(let rules): .who("are among those (\(joined(rules, by: "or")))")
        case .not(.all(let rules)): .who("are not among those (\(joined(rules, by: "and")))")
        case .not(.any(let rules)): .who("are not among those (\(joined(rules, by: "or")))")
        case .not(let rule): .who("are not among those \(clause(rule).text)")
        case .trait(let condition): trait(condition)
        case .eventCount(let condition): count(condition)
        case .eventSum(let condition):
            .whose("total “\(condition.property.text)” of \(selection(condition.events)) is \(number(condition.sum))")
        case .recency(let condition): recency(condition)
        case .segment(let condition):
            .who("are \(condition.isMember ? "" : "not ")in the segment “\(names.segment(condition.segment))”")
        case .consent(let condition): consent(condition)
        case .percent(let condition): .who("fall in a random \(RuleNumber.text(condition.percent))%")
        }
    }

    private func joined(_ rules: [Rule], by word: String) -> String {
        rules.map { clause($0).text }.joined(separator: ", \(word) ")
    }

    private func trait(_ condition: TraitCondition) -> Clause {
        let name = names.trait(condition.trait)
        if case .exists(let flag) = condition.test { return .who("have \(flag ? "a" : "no") “\(name)”") }
        return .whose("“\(name)” \(value(condition.test))")
    }

    private func value(_ test: ValueTest) -> String {
        switch test {
        case .equals(let value): "is \(scalar(value))"
        case .differs(let value): "is not \(scalar(value))"
        case .oneOf(let values): "is one of \(list(values))"
        case .noneOf(let values): "is none of \(list(values))"
        case .number(let test): "is \(number(test))"
        case .contains(let text): "contains “\(text)”"
        case .startsWith(let text): "starts with “\(text)”"
        case .exists(let flag): flag ? "is set" : "is not set"
        case .date(let test): date(test)
        }
    }

    private func number(_ test: NumberTest) -> String {
        switch test {
        case .atLeast(let bound): "at least \(RuleNumber.text(bound))"
        case .atMost(let bound): "at most \(RuleNumber.text(bound))"
        case .greaterThan(let bound): "more than \(RuleNumber.text(bound))"
        case .lessThan(let bound): "less than \(RuleNumber.text(bound))"
        case .equals(let number): RuleNumber.text(number)
        case .between(let low, let high): "between \(RuleNumber.text(low)) and \(RuleNumber.text(high))"
        }
    }

    private func date(_ test: DateTest) -> String {
        switch test {
        case .withinLast(let span): "was in the last \(span.words(in: .en))"
        case .olderThan(let span): "was \(span.words(in: .en)) ago or longer"
        case .withinNext(let span): "is in the next \(span.words(in: .en))"
        case .before(let instant): "is before \(instant.rfc3339)"
        case .since(let instant): "is at or after \(instant.rfc3339)"
        }
    }

    private func count(_ condition: EventCountCondition) -> Clause {
        let events = selection(condition.events)
        func times(_ number: Double) -> String { RuleNumber.text(number) + (number == 1 ? " time" : " times") }
        return switch condition.count {
        case .atLeast(1), .greaterThan(0): .who("did \(events)")
        case .equals(0), .atMost(0), .lessThan(1): .who("did not do \(events)")
        case .atLeast(let bound): .who("did \(events) at least \(times(bound))")
        case .atMost(let bound): .who("did \(events) at most \(times(bound))")
        case .greaterThan(let bound): .who("did \(events) more than \(times(bound))")
        case .lessThan(let bound): .who("did \(events) less than \(times(bound))")
        case .equals(let number): .who("did \(events) exactly \(times(number))")
        case .between(let low, let high): .who("did \(events) \(RuleNumber.text(low)) to \(times(high))")
        }
    }

    private func recency(_ condition: RecencyCondition) -> Clause {
        let lead = "\(condition.which == .first ? "first" : "last") “\(condition.events.event)”\(filters(condition.events))"
        return switch condition.age {
        case .within(let span): .whose("\(lead) was in the last \(span.words(in: .en))")
        case .olderThan(let span): .whose("\(lead) was \(span.words(in: .en)) ago or longer")
        }
    }

    private func selection(_ events: EventSelection) -> String {
        let window = events.within.map { " in the last \($0.words(in: .en))" } ?? ""
        return "“\(events.event)”\(filters(events))\(window)"
    }

    private func filters(_ events: EventSelection) -> String {
        guard !events.filters.isEmpty else { return "" }
        return " (" + events.filters.map { "“\($0.property.text)” \(value($0.test))" }.joined(separator: ", ") + ")"
    }

    private func consent(_ condition: ConsentCondition) -> Clause {
        let what = "\(condition.purpose.rawValue) \(EnglishRuleWords.channel(condition.channel))"
        return switch condition.status {
        case .granted: .who("consented to \(what)")
        case .denied: .who("refused \(what)")
        case .withdrawn: .who("withdrew consent to \(what)")
        case .expired: .whose("consent to \(what) has expired")
        case .pending: .who("have still to confirm \(what)")
        case .unknown: .who("were never asked about \(what)")
        }
    }

    func scalar(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): "“\(text)”"
        case .bool(let flag): flag ? "true" : "false"
        case .integer, .number: RuleNumber.text(value.doubleValue ?? 0)
        case .null: "empty"
        case .array, .object: value.serialized
        }
    }

    private func list(_ values: [JSONValue]) -> String {
        let shown = values.prefix(5).map(scalar).joined(separator: ", ")
        return values.count > 5 ? "\(shown) and \(values.count - 5) more" : shown
    }

    private static func channel(_ channel: Channel) -> String {
        switch channel {
        case .email: "by email"
        case .sms: "by text message"
        case .push: "by push"
        case .inApp: "in the app"
        case .web: "on the web"
        case .webhook: "by webhook"
        case .all: "on every channel"
        }
    }
}
