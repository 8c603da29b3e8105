import CommonModels

/// Says rules in plain, polite Korean.
struct KoreanRuleWords {
    /// A clause without its ending: `‘VIP’ 세그먼트에 속` + `합니다`, `하고`, `하는`.
    struct Clause {
        let stem: String
        let verb: KoreanVerb

        func text(_ ending: KoreanVerb.Ending) -> String { stem + verb.ending(ending) }
    }

    let names: RuleNames

    func sentence(_ rule: Rule) -> String {
        let rule = rule.plain
        return switch rule {
        case .everyone: "모든 고객입니다."
        case .all(let rules): joined(rules, by: .and, last: .modifier) + " 고객입니다."
        case .any(let rules): joined(rules, by: .or, last: .modifier) + " 고객입니다."
        case .not, .trait, .eventCount, .eventSum, .recency, .segment, .consent, .percent: clause(rule).text(.modifier) + " 고객입니다."
        }
    }

    func clause(_ rule: Rule) -> Clause {
        switch rule {
        case .everyone: Clause(stem: "모든 고객", verb: .be)
        case .all(let rules): Clause(stem: "(\(joined(rules, by: .and, last: .modifier)) 경우)에 해당", verb: .act)
        case .any(let rules): Clause(stem: "(\(joined(rules, by: .or, last: .modifier)) 경우)에 해당", verb: .act)
        case .not(.all(let rules)): Clause(stem: "(\(joined(rules, by: .and, last: .modifier)) 경우)에 해당하지", verb: .actNot)
        case .not(.any(let rules)): Clause(stem: "(\(joined(rules, by: .or, last: .modifier)) 경우)에 해당하지", verb: .actNot)
        case .not(let rule): Clause(stem: "\(clause(rule).text(.modifier)) 경우에 해당하지", verb: .actNot)
        case .trait(let condition): value(condition.test, of: "‘\(names.trait(condition.trait))’ 특성")
        case .eventCount(let condition): count(condition)
        case .eventSum(let condition):
            number(condition.sum, after: "\(selection(condition.events))의 \(condition.property.text) 합계가 ")
        case .recency(let condition): recency(condition)
        case .segment(let condition):
            condition.isMember
                ? Clause(stem: "‘\(names.segment(condition.segment))’ 세그먼트에 속", verb: .act)
                : Clause(stem: "‘\(names.segment(condition.segment))’ 세그먼트에 속하지", verb: .actNot)
        case .consent(let condition): consent(condition)
        case .percent(let condition): Clause(stem: "무작위로 뽑은 \(RuleNumber.text(condition.percent))%에 속", verb: .act)
        }
    }

    private func joined(_ rules: [Rule], by ending: KoreanVerb.Ending, last: KoreanVerb.Ending) -> String {
        rules.enumerated().map { clause($1).text($0 == rules.count - 1 ? last : ending) }.joined(separator: ", ")
    }

    private func value(_ test: ValueTest, of subject: String) -> Clause {
        switch test {
        case .equals(let value): Clause(stem: "\(subject)이 \(scalar(value))", verb: .be)
        case .differs(let value):
            Clause(stem: "\(subject)이 \(scalar(value))\(KoreanParticle.subject(after: scalar(value)))", verb: .beNot)
        case .oneOf(let values): Clause(stem: "\(subject)이 \(list(values)) 중 하나", verb: .be)
        case .noneOf(let values): Clause(stem: "\(subject)이 \(list(values)) 중 하나가", verb: .beNot)
        case .number(let test): number(test, after: "\(subject)이 ")
        case .contains(let text): Clause(stem: "\(subject)에 ‘\(text)’\(KoreanParticle.subject(after: text)) 들어", verb: .exist)
        case .startsWith(let text): Clause(stem: "\(subject)이 ‘\(text)’\(KoreanParticle.direction(after: text)) 시작", verb: .act)
        case .exists(let flag): Clause(stem: "\(subject)이", verb: flag ? .exist : .lack)
        case .date(let test): date(test, of: subject)
        }
    }

    private func number(_ test: NumberTest, after lead: String) -> Clause {
        switch test {
        case .atLeast(let bound): Clause(stem: "\(lead)\(RuleNumber.text(bound)) 이상", verb: .be)
        case .atMost(let bound): Clause(stem: "\(lead)\(RuleNumber.text(bound)) 이하", verb: .be)
        case .greaterThan(let bound): Clause(stem: "\(lead)\(RuleNumber.text(bound))보다", verb: .large)
        case .lessThan(let bound): Clause(stem: "\(lead)\(RuleNumber.text(bound))보다", verb: .small)
        case .equals(let number): Clause(stem: "\(lead)\(RuleNumber.text(number))", verb: .be)
        case .between(let low, let high): Clause(stem: "\(lead)\(RuleNumber.text(low)) 이상 \(RuleNumber.text(high)) 이하", verb: .be)
        }
    }

    private func date(_ test: DateTest, of subject: String) -> Clause {
        switch test {
        case .withinLast(let span): Clause(stem: "\(subject)의 날짜가 최근 \(span.words(in: .ko)) 이내", verb: .be)
        case .olderThan(let span): Clause(stem: "\(subject)의 날짜에서 \(span.words(in: .ko)) 이상", verb: .passed)
        case .withinNext(let span): Clause(stem: "\(subject)의 날짜가 앞으로 \(span.words(in: .ko)) 이내", verb: .be)
        case .before(let instant): Clause(stem: "\(subject)의 날짜가 \(instant.rfc3339) 이전", verb: .be)
        case .since(let instant): Clause(stem: "\(subject)의 날짜가 \(instant.rfc3339) 또는 그 이후", verb: .be)
        }
    }

    private func count(_ condition: EventCountCondition) -> Clause {
        let lead = selection(condition.events) + "가"
        func times(_ number: Double) -> String { RuleNumber.text(number) + "회" }
        return switch condition.count {
        case .atLeast(1), .greaterThan(0): Clause(stem: lead, verb: .exist)
        case .equals(0), .atMost(0), .lessThan(1): Clause(stem: lead, verb: .lack)
        case .atLeast(let bound): Clause(stem: "\(lead) \(times(bound)) 이상", verb: .exist)
        case .atMost(let bound): Clause(stem: "\(lead) \(times(bound)) 이하", verb: .be)
        case .greaterThan(let bound): Clause(stem: "\(lead) \(times(bound))보다", verb: .many)
        case .lessThan(let bound): Clause(stem: "\(lead) \(times(bound))보다", verb: .few)
        case .equals(let number): Clause(stem: "\(lead) \(times(number))", verb: .exist)
        case .between(let low, let high): Clause(stem: "\(lead) \(times(low)) 이상 \(times(high)) 이하", verb: .be)
        }
    }

    private func recency(_ condition: RecencyCondition) -> Clause {
        let which = condition.which == .first ? "첫 번째" : "마지막"
        let lead = "\(filters(condition.events))\(which) ‘\(condition.events.event)’ 이벤트"
        return switch condition.age {
        case .within(let span): Clause(stem: "\(lead)가 최근 \(span.words(in: .ko)) 이내", verb: .be)
        case .olderThan(let span): Clause(stem: "\(lead)에서 \(span.words(in: .ko)) 이상", verb: .passed)
        }
    }

    private func selection(_ events: EventSelection) -> String {
        let window = events.within.map { "최근 \($0.words(in: .ko)) 동안 " } ?? ""
        return "\(window)\(filters(events))‘\(events.event)’ 이벤트"
    }

    private func filters(_ events: EventSelection) -> String {
        guard !events.filters.isEmpty else { return "" }
        let clauses = events.filters.map { value($0.test, of: "\($0.property.text) 속성") }
        return clauses.enumerated().map { $1.text($0 == clauses.count - 1 ? .modifier : .and) }.joined(separator: " ") + " "
    }

    private func consent(_ condition: ConsentCondition) -> Clause {
        let subject = "\(KoreanRuleWords.channel(condition.channel)) \(KoreanRuleWords.purpose(condition.purpose))"
        return switch condition.status {
        case .granted: Clause(stem: "\(subject) 수신·이용에 동의", verb: .acted)
        case .denied: Clause(stem: "\(subject) 수신·이용을 거부", verb: .acted)
        case .withdrawn: Clause(stem: "\(subject) 동의를 철회", verb: .acted)
        case .expired: Clause(stem: "\(subject) 동의가 만료", verb: .became)
        case .pending: Clause(stem: "\(subject) 동의의 확인이 아직", verb: .lack)
        case .unknown: Clause(stem: "\(subject) 동의 기록이", verb: .lack)
        }
    }

    func scalar(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): "‘\(text)’"
        case .bool(let flag): flag ? "참" : "거짓"
        case .integer, .number: RuleNumber.text(value.doubleValue ?? 0)
        case .null: "빈 값"
        case .array, .object: value.serialized
        }
    }

    private func list(_ values: [JSONValue]) -> String {
        let shown = values.prefix(5).map(scalar).joined(separator: ", ")
        return values.count > 5 ? "\(shown) 등 \(values.count)개" : shown
    }

    private static func purpose(_ purpose: Purpose) -> String {
        switch purpose {
        case .marketing: "마케팅"
        case .analytics: "분석"
        case .personalization: "개인화"
        default: "‘\(purpose.rawValue)’"
        }
    }

    private static func channel(_ channel: Channel) -> String {
        switch channel {
        case .email: "이메일"
        case .sms: "문자"
        case .push: "푸시"
        case .inApp: "앱 내 메시지"
        case .web: "웹"
        case .webhook: "웹훅"
        case .all: "모든 채널"
        }
    }
}
