import CommonModels
import OrderedCollections

extension LiquidFilters {
    static let lists: [String: LiquidFilter] = [
        "join": LiquidFilter(0...1) { value, arguments, _ in
            .string(try LiquidText.joined(elements(value).map(\.text), by: arguments.count > 0 ? arguments[0].text : " "))
        },
        "first": LiquidFilter(0...0) { value, _, _ in
            if let text = value.stringValue { return .string(String(text.prefix(1))) }
            return value.member("first")
        },
        "last": LiquidFilter(0...0) { value, _, _ in
            if let text = value.stringValue { return .string(String(text.suffix(1))) }
            return value.member("last")
        },
        "size": LiquidFilter(0...0) { value, _, _ in
            if case .integer(let size) = value.member("size") { return .integer(size) }
            return .integer(0)
        },
        "reverse": LiquidFilter(0...0) { value, _, _ in .array(try elements(value).reversed()) },
        "concat": LiquidFilter(1...1) { value, arguments, _ in
            switch arguments[0] {
            case .array, .range: .array(try elements(value) + elements(arguments[0]))
            default: throw LiquidError(.argument, "filter 'concat' needs a list")
            }
        },
        "compact": LiquidFilter(0...1) { value, arguments, _ in
            .array(try elements(value).filter { !(try arguments.count > 0 ? property($0, arguments[0]) : $0).isNull })
        },
        "uniq": LiquidFilter(0...1) { value, arguments, _ in .array(try unique(elements(value), by: arguments)) },
        "map": LiquidFilter(1...1) { value, arguments, _ in .array(try elements(value).map { try property($0, arguments[0]) }) },
        "sum": LiquidFilter(0...1) { value, arguments, _ in
            try elements(value).reduce(.integer(0)) { total, item in
                let addend = arguments.count > 0 ? try property(item, arguments[0]) : item
                return try LiquidNumber.combine(
                    LiquidNumber(total), LiquidNumber(addend), whole: { $0.addingReportingOverflow($1) }, decimal: { $0 + $1 })
            }
        },
        "sort": LiquidFilter(0...1) { value, arguments, _ in
            try sorted(value, by: arguments[0]) { try $0.isLess(than: $1) ?? false }
        },
        "sort_natural": LiquidFilter(0...1) { value, arguments, _ in
            try sorted(value, by: arguments[0]) { LiquidText.isLess($0.text.lowercased(), $1.text.lowercased()) }
        },
    ]

    /// The items of a list, nested lists flattened; an object or single value counts as one item, nil as none.
    static func elements(_ value: LiquidValue) throws -> [LiquidValue] {
        switch value {
        case .array(let items):
            guard items.contains(where: { if case .array = $0 { true } else { false } }) else { return items }
            return try items.flatMap { item in if case .array = item { try elements(item) } else { [item] } }
        case .null: return []
        case .range: return try value.items(limit: LiquidLimits.default.loopMax)
        case .bool, .integer, .number, .string, .markup, .object, .empty, .blank: return [value]
        }
    }

    /// A member of an item; nothing of nothing.
    /// - Throws: ``LiquidError`` of kind `type` when the item has no members.
    static func property(_ item: LiquidValue, _ name: LiquidValue) throws -> LiquidValue {
        switch item {
        case .object(let members): return members[name.text] ?? .null
        case .null: return .null
        default: throw LiquidError(.type, "cannot select '\(name.text)' from \(item.kindName)")
        }
    }

    private static func unique(_ items: [LiquidValue], by arguments: FilterArguments) throws -> [LiquidValue] {
        var seen: Set<String> = []
        var result: [LiquidValue] = []
        for item in items {
            let key = arguments.count > 0 ? try property(item, arguments[0]) : item
            if seen.insert(key.json.canonical).inserted { result.append(item) }
        }
        return result
    }

    /// Stable; items without a value come last.
    private static func sorted(
        _ value: LiquidValue, by name: LiquidValue, _ isLess: (LiquidValue, LiquidValue) throws -> Bool
    ) throws -> LiquidValue {
        let keyed = try elements(value).enumerated().map {
            (offset: $0.offset, item: $0.element, key: name.isNull ? $0.element : try property($0.element, name))
        }
        let order = try keyed.sorted { left, right in
            if left.key.isNull || right.key.isNull {
                return left.key.isNull == right.key.isNull ? left.offset < right.offset : right.key.isNull
            }
            if try isLess(left.key, right.key) { return true }
            if try isLess(right.key, left.key) { return false }
            return left.offset < right.offset
        }
        return .array(order.map(\.item))
    }
}
