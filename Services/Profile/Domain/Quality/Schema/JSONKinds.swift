import CommonModels

/// The types of JSON Schema a value may have. A whole number is an `integer` and a `number`.
struct JSONKinds: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let null = JSONKinds(rawValue: 1)
    static let boolean = JSONKinds(rawValue: 2)
    static let object = JSONKinds(rawValue: 4)
    static let array = JSONKinds(rawValue: 8)
    static let string = JSONKinds(rawValue: 16)
    static let integer = JSONKinds(rawValue: 32)
    /// Numbers with a fraction.
    static let fraction = JSONKinds(rawValue: 64)
    static let any = JSONKinds(rawValue: 127)

    private static let names: [(name: String, kinds: JSONKinds)] = [
        ("null", .null), ("boolean", .boolean), ("object", .object), ("array", .array), ("string", .string), ("integer", .integer),
        ("number", [.integer, .fraction]),
    ]

    /// - Returns: nil for a name JSON Schema does not have.
    init?(named name: String) {
        guard let found = Self.names.first(where: { $0.name == name }) else { return nil }
        self = found.kinds
    }

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(of value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool: self = .boolean
        case .integer: self = .integer
        // 1.0 is an integer (JSON Schema 2020-12, 6.1.1).
        case .number(let number): self = number == number.rounded() ? .integer : .fraction
        case .string: self = .string
        case .array: self = .array
        case .object: self = .object
        }
    }

    /// `string or null`
    var text: String {
        if contains([.integer, .fraction]) {
            return (Self.names.filter { $0.name != "integer" && !$0.kinds.isDisjoint(with: self) }.map(\.name)).joined(separator: " or ")
        }
        return Self.names.filter { isSuperset(of: $0.kinds) }.map(\.name).joined(separator: " or ")
    }
}
