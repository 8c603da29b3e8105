package import CommonModels

/// One condition on a property of an event or of a line: `{"property":"quantity","above":0}`.
package struct PropertyFilter: Hashable, Sendable {
    package let property: String
    package let test: Test

    package enum Test: Hashable, Sendable {
        case `is`(JSONValue)
        case isNot(JSONValue)
        case oneOf([JSONValue])
        case above(DecimalAmount)
        case atLeast(DecimalAmount)
        case below(DecimalAmount)
        case atMost(DecimalAmount)
        case exists(Bool)
    }

    /// Values of one `in` list.
    package static let listMax = 100
    package static let propertyLengthMax = 120  // characters

    package init(property: String, test: Test) {
        self.property = property
        self.test = test
    }

    package func accepts(_ object: JSONObject) -> Bool {
        let value = object[property]
        switch test {
        case .is(let wanted): return value.map { same($0, wanted) } ?? false
        case .isNot(let wanted): return value.map { !same($0, wanted) } ?? true
        case .oneOf(let list): return value.map { found in list.contains { same(found, $0) } } ?? false
        case .above(let bound): return number(value).map { $0 > bound } ?? false
        case .atLeast(let bound): return number(value).map { $0 >= bound } ?? false
        case .below(let bound): return number(value).map { $0 < bound } ?? false
        case .atMost(let bound): return number(value).map { $0 <= bound } ?? false
        case .exists(let wanted): return (value != nil && value != .null) == wanted
        }
    }

    private func number(_ value: JSONValue?) -> DecimalAmount? { value.flatMap { DecimalAmount($0) } }

    private func same(_ a: JSONValue, _ b: JSONValue) -> Bool {
        if a == b { return true }
        guard let left = DecimalAmount(a), let right = DecimalAmount(b) else { return false }
        return left == right
    }
}
