import CommonModels

extension RuleReader {
    private static let valueTests = [
        "is", "isNot", "in", "notIn", "atLeast", "atMost", "greaterThan", "lessThan", "between", "contains", "startsWith",
        "exists", "date",
    ]

    /// Exactly one comparison beside the members named in `besides`.
    mutating func valueTest(_ members: JSONObject, besides: [String], at pointer: String, inFilter: Bool) -> ValueTest? {
        allow(besides + RuleReader.valueTests, in: members, at: pointer)
        let present = RuleReader.valueTests.filter { members[$0] != nil }
        guard present.count == 1, let name = present.first, let value = members[name] else {
            return present.isEmpty ? report(.expected(.oneTest), at: pointer) : report(.ambiguous(present), at: pointer)
        }
        let pointer = pointer + "/" + name
        switch name {
        case "is": return scalar(value, at: pointer).map { .equals($0) }
        case "isNot": return scalar(value, at: pointer).map { .differs($0) }
        case "in": return scalars(value, at: pointer).map { .oneOf($0) }
        case "notIn": return scalars(value, at: pointer).map { .noneOf($0) }
        case "between": return between(value, at: pointer).map { .number($0) }
        case "atLeast": return number(value, at: pointer).map { .number(.atLeast($0)) }
        case "atMost": return number(value, at: pointer).map { .number(.atMost($0)) }
        case "greaterThan": return number(value, at: pointer).map { .number(.greaterThan($0)) }
        case "lessThan": return number(value, at: pointer).map { .number(.lessThan($0)) }
        case "contains": return text(value, lengthMax: ValueTest.textLengthMax, at: pointer).map { .contains($0) }
        case "startsWith": return text(value, lengthMax: ValueTest.textLengthMax, at: pointer).map { .startsWith($0) }
        case "exists":
            guard let flag = value.boolValue else { return report(.expected(.boolean), at: pointer) }
            return .exists(flag)
        default: return date(value, at: pointer, inFilter: inFilter).map { .date($0) }
        }
    }

    private mutating func number(_ json: JSONValue, at pointer: String) -> Double? {
        json.doubleValue ?? report(.expected(.number), at: pointer)
    }

    private mutating func scalar(_ json: JSONValue, at pointer: String) -> JSONValue? {
        switch json {
        case .string(let text) where text.count > ValueTest.textLengthMax:
            return report(.tooLong(max: ValueTest.textLengthMax), at: pointer)
        case .string, .integer, .number, .bool: return json
        case .null, .array, .object: return report(.expected(.scalar), at: pointer)
        }
    }

    private mutating func scalars(_ json: JSONValue, at pointer: String) -> [JSONValue]? {
        guard case .array(let elements) = json else { return report(.expected(.array), at: pointer) }
        guard !elements.isEmpty else { return report(.empty, at: pointer) }
        guard elements.count <= ValueTest.listCountMax else { return report(.tooMany(max: ValueTest.listCountMax), at: pointer) }
        var values: [JSONValue] = []
        for (index, element) in elements.enumerated() {
            if let value = scalar(element, at: "\(pointer)/\(index)") { values.append(value) }
        }
        return values.count == elements.count ? values : nil
    }

    private mutating func date(_ json: JSONValue, at pointer: String, inFilter: Bool) -> DateTest? {
        guard case .object(let members) = json else { return report(.expected(.object), at: pointer) }
        let tests = ["withinLast", "olderThan", "withinNext", "before", "since"]
        allow(tests, in: members, at: pointer)
        let present = tests.filter { members[$0] != nil }
        guard present.count == 1, let name = present.first, let value = members[name] else {
            return present.isEmpty ? report(.expected(.oneTest), at: pointer) : report(.ambiguous(present), at: pointer)
        }
        let pointer = pointer + "/" + name
        if name == "before" || name == "since" {
            guard let instant = value.stringValue.flatMap({ Instant(rfc3339: $0) }) else {
                return report(.expected(.instant), at: pointer)
            }
            return name == "before" ? .before(instant) : .since(instant)
        }
        if inFilter { return report(.relativeDateInFilter, at: pointer) }
        guard let span = self.span(value, at: pointer) else { return nil }
        switch name {
        case "withinLast": return .withinLast(span)
        case "olderThan": return .olderThan(span)
        default: return .withinNext(span)
        }
    }
}
