import OrderedCollections

/// Filters that choose items by a property: `where`, `reject`, `find`, `find_index`, `has`.
extension LiquidFilters {
    static let selections: [String: LiquidFilter] = [
        "where": LiquidFilter(1...2) { value, arguments, _ in
            guard !arguments[0].isNull, let marks = try matches(value, arguments) else { return .null }
            return .array(marks.filter(\.matches).map(\.item))
        },
        "reject": LiquidFilter(1...2) { value, arguments, _ in
            guard !arguments[0].isNull, let marks = try matches(value, arguments) else { return .null }
            return .array(marks.filter { !$0.matches }.map(\.item))
        },
        "find": LiquidFilter(1...2) { value, arguments, _ in
            try matches(value, arguments)?.first(where: \.matches)?.item ?? .null
        },
        "find_index": LiquidFilter(1...2) { value, arguments, _ in
            try matches(value, arguments)?.firstIndex(where: \.matches).map { .integer(Int64($0)) } ?? .null
        },
        "has": LiquidFilter(1...2) { value, arguments, _ in
            try matches(value, arguments).map { .bool($0.contains(where: \.matches)) } ?? .null
        },
    ]

    /// Every item with whether its property is true, or equals the second argument if there is one.
    /// - Returns: nil when an item is nothing or a yes/no value, which have no properties.
    private static func matches(_ value: LiquidValue, _ arguments: FilterArguments) throws -> [(item: LiquidValue, matches: Bool)]? {
        var result: [(item: LiquidValue, matches: Bool)] = []
        for item in try elements(value) {
            guard let found = try selected(item, arguments[0]) else { return nil }
            result.append((item, arguments[1].isNull ? found.isTruthy : found.equals(arguments[1])))
        }
        return result
    }

    /// A text "has" every part of it, as in the reference implementation.
    private static func selected(_ item: LiquidValue, _ name: LiquidValue) throws -> LiquidValue? {
        switch (item, name) {
        case (.null, _), (.bool, _): return nil
        case (.object(let members), _): return members[name.text] ?? .null
        case (.string(let text), .string(let part)), (.markup(let text), .string(let part)):
            return LiquidText.contains(text, part) ? .string(part) : .null
        case (.integer, .integer): return .integer(0)
        default: throw LiquidError(.type, "cannot select '\(name.text)' from \(item.kindName)")
        }
    }
}
