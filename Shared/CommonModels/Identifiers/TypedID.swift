/// What kind of object a ``TypedID`` names; its prefix stands on the wire.
package protocol IDTag: Sendable {
    /// Three lower-case letters, e.g. `prf`.
    static var prefix: String { get }
}

/// An id in TypeID form: prefix, underscore, UUIDv7 as 26 characters of lower-case Crockford base32.
///
/// Ids of one kind sort by time of making. Two kinds cannot be mixed up.
package struct TypedID<Tag: IDTag>: Hashable, Sendable {
    package let rawValue: String

    /// - Returns: nil unless `text` has this kind's prefix and 26 base32 characters, the first at most `7`.
    package init?(_ text: String) {
        let utf8 = text.utf8
        guard utf8.count == Tag.prefix.utf8.count + 27, text.hasPrefix(Tag.prefix) else { return nil }
        let suffix = utf8.dropFirst(Tag.prefix.utf8.count)
        guard suffix.first == UInt8(ascii: "_"), let first = suffix.dropFirst().first, first <= UInt8(ascii: "7"),
            suffix.dropFirst().allSatisfy({ Base32.isDigit($0) })
        else { return nil }
        rawValue = text
    }

    package init(_ uuid: UUIDv7) {
        rawValue = Tag.prefix + "_" + Base32.text(high: uuid.high, low: uuid.low)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(ending) }

    /// Of the standard library, and asked before `hash(into:)`: the number is as good as a hash.
    package func _rawHashValue(seed: Int) -> Int { FibonacciHash.value(of: ending, seed: seed) }

    /// The last eight characters, which are random and tell ids apart as well as all of them.
    private var ending: UInt64 { word(at: rawValue.utf8.count - 8) }

    /// The first sixteen characters after the prefix as numbers: ids that differ in them have the same order. For sorting many.
    package var lead: (UInt64, UInt64) { (word(at: Tag.prefix.utf8.count + 1), word(at: Tag.prefix.utf8.count + 9)) }

    /// Eight characters as one number, the first of them the highest; 0 beyond the end.
    private func word(at offset: Int) -> UInt64 {
        func word(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
            guard offset >= 0, offset + 8 <= bytes.count else { return 0 }
            return UInt64(bigEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        if let found = rawValue.utf8.withContiguousStorageIfAvailable(word) { return found }
        var text = rawValue
        return text.withUTF8(word)
    }

    /// For ids read back from our own tables, which were checked when they were written.
    package init(trusted text: String) { rawValue = text }
}

extension TypedID: Comparable, LosslessStringConvertible {
    package var description: String { rawValue }
    package static func < (left: TypedID, right: TypedID) -> Bool { left.rawValue < right.rawValue }
}

extension TypedID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = TypedID(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an id of the form \(Tag.prefix)_…")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
