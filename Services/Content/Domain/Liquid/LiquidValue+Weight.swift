import OrderedCollections

extension LiquidValue {
    /// About how many bytes it takes written out, what stands in a list several times counted as often; counted no further than
    /// a little beyond `limit`.
    func weight(upTo limit: Int) -> Int {
        switch self {
        case .string(let text), .markup(let text): return text.utf8.count
        case .array(let items): return Self.weight(of: items, upTo: limit)
        case .object(let members):
            let names = members.keys.reduce(0) { $0 + $1.utf8.count }
            return names + Self.weight(of: members.values.elements, upTo: limit - names)
        case .null, .bool, .integer, .number, .range, .empty, .blank: return 8
        }
    }

    private static func weight(of items: [LiquidValue], upTo limit: Int) -> Int {
        var sum = items.count
        for item in items where sum <= limit { sum += item.weight(upTo: limit - sum) }
        return sum
    }
}
