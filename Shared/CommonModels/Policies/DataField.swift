/// A field about people, written `trait:email`, `identity:phone`, `event:Order Completed.total`, or `event:Clinic Visited` for an
/// event's having come at all; in a label's pattern `*` stands for any run of characters.
package struct DataField: Hashable, Sendable, CustomStringConvertible {
    /// Of a text, in characters: a name of an event and a path of a property, each at its longest, with room to spare.
    package static let lengthMax = 1_000

    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case trait, identity, event
    }

    package let kind: Kind
    /// The trait's name, the namespace, or the event's name, and its property after a point.
    package let name: String

    package init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    /// - Returns: nil for another form.
    package init?(text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, text.count <= Self.lengthMax, let kind = Kind(rawValue: String(parts[0])) else { return nil }
        self.init(kind, String(parts[1]))
    }

    package var description: String { "\(kind.rawValue):\(name)" }

    /// The field and everything it is a part of: of `trait:address.city` itself and `trait:address`, of `event:Clinic Visited.ward`
    /// itself and `event:Clinic Visited`.
    package var lineage: [DataField] {
        let ends = name.indices.filter { name[$0] == "." && $0 > name.startIndex }
        return [self] + ends.reversed().map { DataField(kind, String(name[..<$0])) }
    }

    /// Whether this field, as a pattern, stands for `field`; letter case aside.
    package func stands(for field: DataField) -> Bool {
        kind == field.kind && Self.matches(Array(name.lowercased().utf8)[...], Array(field.name.lowercased().utf8)[...])
    }

    /// Greedy with one place to come back to: linear but for the last star.
    private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        var (p, t) = (pattern.startIndex, text.startIndex)
        var star: Int?
        var mark = text.startIndex
        while t < text.endIndex {
            if p < pattern.endIndex, pattern[p] == UInt8(ascii: "*") {
                star = p
                mark = t
                p += 1
            } else if p < pattern.endIndex, pattern[p] == text[t] {
                p += 1
                t += 1
            } else if let star {
                p = star + 1
                mark += 1
                t = mark
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
