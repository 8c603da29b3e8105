package import CommonModels

/// One test on a property of the event that starts a run or reaches the goal.
package struct PropertyTest: Hashable, Sendable {
    package static let countMax = 20
    package let property: String
    package let comparison: Comparison

    package enum Comparison: Hashable, Sendable {
        case equals(JSONValue)
        case isNot(JSONValue)
        case isOneOf([JSONValue])
        case atLeast(Double)
        case atMost(Double)
        case exists(Bool)
    }

    package init(property: String, comparison: Comparison) {
        self.property = property
        self.comparison = comparison
    }

    package func matches(_ properties: JSONObject) -> Bool {
        let value = lookUp(in: properties)
        return switch comparison {
        case .equals(let expected): value.map { Self.same($0, expected) } ?? false
        case .isNot(let expected): value.map { !Self.same($0, expected) } ?? true
        case .isOneOf(let list): value.map { found in list.contains { Self.same(found, $0) } } ?? false
        case .atLeast(let bound): Self.number(value).map { $0 >= bound } ?? false
        case .atMost(let bound): Self.number(value).map { $0 <= bound } ?? false
        case .exists(let wanted): (value != nil) == wanted
        }
    }

    package var json: JSONValue {
        var object: JSONObject = ["property": .string(property)]
        switch comparison {
        case .equals(let value): object["is"] = value
        case .isNot(let value): object["isNot"] = value
        case .isOneOf(let list): object["isOneOf"] = .array(list)
        case .atLeast(let bound): object["atLeast"] = .number(bound)
        case .atMost(let bound): object["atMost"] = .number(bound)
        case .exists(let wanted): object["exists"] = .bool(wanted)
        }
        return .object(object)
    }

    /// A dot steps into nested objects; a JSON null counts as absent.
    private func lookUp(in properties: JSONObject) -> JSONValue? {
        var found: JSONValue? = .object(properties)
        for part in property.split(separator: ".") {
            found = found?.objectValue?[String(part)]
        }
        guard let found, !found.isNull else { return nil }
        return found
    }

    /// Numbers compare by value, whether written `1`, `1.0` or as text.
    private static func same(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if left == right { return true }
        if let a = left.doubleValue, let b = right.doubleValue { return a == b }
        return false
    }

    private static func number(_ value: JSONValue?) -> Double? {
        value?.doubleValue ?? value?.stringValue.flatMap(Double.init)
    }
}
