package import CommonModels

extension Rule {
    /// The JSON form, which ``init(json:)`` reads back to an equal rule.
    package var json: JSONValue {
        switch self {
        case .everyone: ["everyone": true]
        case .all(let rules): ["all": .array(rules.map(\.json))]
        case .any(let rules): ["any": .array(rules.map(\.json))]
        case .not(let rule): ["not": rule.json]
        case .trait(let condition): .object(joined(["trait": .string(condition.trait.text)], condition.test.members))
        case .eventCount(let condition): condition.json
        case .eventSum(let condition): condition.json
        case .recency(let condition): condition.json
        case .segment(let condition): condition.json
        case .consent(let condition): condition.json
        case .percent(let condition): ["percent": .plain(condition.percent), "seed": .string(condition.seed)]
        }
    }
}

extension Rule: Codable {
    package init(from decoder: any Decoder) throws { try self.init(json: JSONValue(from: decoder)) }
    package func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}

extension EventSelection {
    /// `event`, then what `condition` adds, then `within` and `where`.
    fileprivate func json(with condition: JSONObject) -> JSONValue {
        var members = joined(["event": .string(event)], condition)
        if let within { members["within"] = .string(within.description) }
        if !filters.isEmpty {
            members["where"] = .array(
                filters.map { .object(joined(["property": .string($0.property.text)], $0.test.members)) })
        }
        return .object(members)
    }
}

extension EventCountCondition {
    fileprivate var json: JSONValue { events.json(with: ["count": .object(count.members)]) }
}

extension EventSumCondition {
    fileprivate var json: JSONValue { events.json(with: joined(["sum": .string(property.text)], sum.members)) }
}

extension RecencyCondition {
    fileprivate var json: JSONValue {
        switch age {
        case .within(let span): events.json(with: [which.rawValue: ["within": .string(span.description)]])
        case .olderThan(let span): events.json(with: [which.rawValue: ["olderThan": .string(span.description)]])
        }
    }
}

extension SegmentCondition {
    fileprivate var json: JSONValue {
        var members: JSONObject = ["segment": .string(segment.rawValue)]
        if !isMember { members["isMember"] = false }
        return .object(members)
    }
}

extension ConsentCondition {
    fileprivate var json: JSONValue {
        var members: JSONObject = ["purpose": .string(purpose.rawValue), "channel": .string(channel.rawValue)]
        if status != .granted { members["status"] = .string(status.rawValue) }
        return ["consent": .object(members)]
    }
}

extension NumberTest {
    fileprivate var members: JSONObject {
        switch self {
        case .atLeast(let bound): ["atLeast": .plain(bound)]
        case .atMost(let bound): ["atMost": .plain(bound)]
        case .greaterThan(let bound): ["greaterThan": .plain(bound)]
        case .lessThan(let bound): ["lessThan": .plain(bound)]
        case .equals(let number): ["is": .plain(number)]
        case .between(let low, let high): ["between": [.plain(low), .plain(high)]]
        }
    }
}

extension ValueTest {
    fileprivate var members: JSONObject {
        switch self {
        case .equals(let value): ["is": value]
        case .differs(let value): ["isNot": value]
        case .oneOf(let values): ["in": .array(values)]
        case .noneOf(let values): ["notIn": .array(values)]
        case .number(let test): test.members
        case .contains(let text): ["contains": .string(text)]
        case .startsWith(let text): ["startsWith": .string(text)]
        case .exists(let flag): ["exists": .bool(flag)]
        case .date(let test): ["date": .object(test.members)]
        }
    }
}

extension DateTest {
    fileprivate var members: JSONObject {
        switch self {
        case .withinLast(let span): ["withinLast": .string(span.description)]
        case .olderThan(let span): ["olderThan": .string(span.description)]
        case .withinNext(let span): ["withinNext": .string(span.description)]
        case .before(let instant): ["before": .string(instant.rfc3339)]
        case .since(let instant): ["since": .string(instant.rfc3339)]
        }
    }
}

extension JSONValue {
    /// A whole number without a fraction when it is one.
    fileprivate static func plain(_ number: Double) -> JSONValue {
        Int64(exactly: number).map { .integer($0) } ?? .number(number)
    }
}

/// The members of both, the first's before the second's.
private func joined(_ first: JSONObject, _ second: JSONObject) -> JSONObject { first.merging(second) { $1 } }
