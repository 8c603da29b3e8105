package import CommonModels
package import OrderedCollections

/// A value while a template is rendered.
package enum LiquidValue: Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    /// Text that is HTML already and is not escaped again in an HTML part.
    case markup(String)
    case array([LiquidValue])
    case object(OrderedDictionary<String, LiquidValue>)
    /// `(1..5)`, both ends included; empty when the end is smaller.
    case range(Int64, Int64)
    /// The words `empty` and `blank`, which equal everything empty or blank.
    case empty
    case blank

    package init(_ json: JSONValue) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string(let value): self = .string(value)
        case .array(let values): self = .array(values.map(LiquidValue.init))
        case .object(let members): self = .object(members.mapValues(LiquidValue.init))
        }
    }

    package var json: JSONValue {
        switch self {
        case .null, .empty, .blank: .null
        case .bool(let value): .bool(value)
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .string(let value), .markup(let value): .string(value)
        case .array(let values): .array(values.map(\.json))
        case .object(let members): .object(members.mapValues(\.json))
        case .range(let first, let last): .string("\(first)..\(last)")
        }
    }

    /// Only nil and false are falsy: zero, "" and [] count as true.
    var isTruthy: Bool {
        switch self {
        case .null, .bool(false): false
        default: true
        }
    }

    var isNull: Bool { if case .null = self { true } else { false } }

    /// What `{{ value }}` writes.
    var text: String {
        switch self {
        case .null, .empty, .blank: ""
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): value.description
        case .number(let value): LiquidNumber.text(value)
        case .string(let value), .markup(let value): value
        case .array(let values): values.map(\.text).joined()
        case .object: json.serialized
        case .range(let first, let last): "\(first)..\(last)"
        }
    }

    /// The string inside; nil for everything that is not text.
    var stringValue: String? {
        switch self {
        case .string(let value), .markup(let value): value
        default: nil
        }
    }
}

extension LiquidValue {
    /// Items a `for` loop visits: members of an object come as `[key, value]`, a string is one item.
    /// - Throws: ``LiquidError`` of kind `limit` when a range is longer than `limit`.
    func items(limit: Int) throws -> [LiquidValue] {
        switch self {
        case .array(let values): return values
        case .object(let members): return members.map { .array([.string($0.key), $0.value]) }
        case .string(let value), .markup(let value): return value.isEmpty ? [] : [self]
        case .range(let first, let last):
            guard last >= first else { return [] }
            guard last.subtractingReportingOverflow(first).partialValue < limit, last &- first >= 0 else {
                throw LiquidError(.limit, "a range may have at most \(limit) items")
            }
            return (first...last).map { .integer($0) }
        case .null, .bool, .integer, .number, .empty, .blank: return []
        }
    }

    /// A member by name, with `size`, `first` and `last` of lists, texts and objects.
    func member(_ name: String) -> LiquidValue {
        switch self {
        case .object(let members):
            if let value = members[name] { return value }
            switch name {
            case "size": return .integer(Int64(members.count))
            case "first": return members.elements.first.map { .array([.string($0.key), $0.value]) } ?? .null
            default: return .null
            }
        case .array(let values):
            switch name {
            case "size": return .integer(Int64(values.count))
            case "first": return values.first ?? .null
            case "last": return values.last ?? .null
            default: return .null
            }
        case .string(let value), .markup(let value):
            return name == "size" ? .integer(Int64(value.count)) : .null
        case .range(let first, let last):
            switch name {
            case "size":
                let (size, isHuge) = last.subtractingReportingOverflow(first)
                return .integer(last < first ? 0 : isHuge || size == .max ? .max : size + 1)
            case "first": return .integer(first)
            case "last": return .integer(last)
            default: return .null
            }
        case .null, .bool, .integer, .number, .empty, .blank: return .null
        }
    }

    /// What stands in brackets: a position (negative counts from the end) or a member name.
    func element(_ key: LiquidValue) -> LiquidValue {
        switch (self, key) {
        case (.array(let values), .integer(let index)):
            let position = index < 0 ? Int64(values.count) + index : index
            return values.indices.contains(Int(clamping: position)) ? values[Int(position)] : .null
        case (_, .string(let name)), (_, .markup(let name)): return member(name)
        case (.object, .integer(let number)): return member(number.description)
        default: return .null
        }
    }
}
