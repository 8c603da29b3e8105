import OrderedCollections

extension LiquidValue {
    /// Liquid's `==`: numbers by value, no conversion between texts and numbers, `empty` and `blank` by meaning.
    func equals(_ other: LiquidValue) -> Bool {
        switch (self, other) {
        case (.empty, .empty), (.blank, .blank): true
        case (.empty, .blank), (.blank, .empty): false
        case (.empty, let value), (let value, .empty): value.isEmptyValue
        case (.blank, let value), (let value, .blank): value.isBlankValue
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.integer, .number), (.number, .integer), (.number, .number): numeric == other.numeric
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.equals($1) }
        case (.object(let left), .object(let right)):
            left.count == right.count && left.allSatisfy { right[$0.key]?.equals($0.value) ?? false }
        case (.range(let left, let leftEnd), .range(let right, let rightEnd)): left == right && leftEnd == rightEnd
        default:
            if let left = stringValue, let right = other.stringValue { left == right } else { false }
        }
    }

    private var numeric: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    private var isEmptyValue: Bool {
        switch self {
        case .string(let value), .markup(let value): value.isEmpty
        case .array(let values): values.isEmpty
        case .object(let members): members.isEmpty
        default: false
        }
    }

    private var isBlankValue: Bool {
        switch self {
        case .null, .bool(false): true
        case .string(let value), .markup(let value): value.allSatisfy(\.isWhitespace)
        default: isEmptyValue
        }
    }

    /// Liquid's `<`: numbers with numbers, texts with texts; nil compares false.
    /// - Throws: ``LiquidError`` of kind `type` for other pairs.
    func isLess(than other: LiquidValue) throws -> Bool? {
        switch (self, other) {
        case (.null, _), (_, .null): return nil
        case (.integer(let left), .integer(let right)): return left < right
        default: break
        }
        if let left = numeric, let right = other.numeric { return left < right }
        if let left = stringValue, let right = other.stringValue { return LiquidText.isLess(left, right) }
        throw LiquidError(.type, "cannot compare \(kindName) with \(other.kindName)")
    }

    /// Liquid's `contains`: part of a text, item of a list, member of an object.
    func contains(_ other: LiquidValue) -> Bool {
        if other.isNull { return false }
        switch self {
        case .string(let value), .markup(let value): return LiquidText.contains(value, other.text)
        case .array(let values): return values.contains { $0.equals(other) }
        case .object(let members): return other.stringValue.map { members[$0] != nil } ?? false
        case .range(let first, let last):
            if case .integer(let number) = other { return first <= number && number <= last }
            return false
        case .null, .bool, .integer, .number, .empty, .blank: return false
        }
    }

    /// The kind in the words of an error message.
    var kindName: String {
        switch self {
        case .null: "nothing"
        case .bool: "a yes/no value"
        case .integer, .number: "a number"
        case .string, .markup: "a text"
        case .array: "a list"
        case .object: "an object"
        case .range: "a range"
        case .empty: "empty"
        case .blank: "blank"
        }
    }
}
