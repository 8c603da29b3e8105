/// A kind of identity, e.g. `userId`, `email` or one of the company's own. Each value belongs to one profile at a time.
package struct IdentityNamespace: RawRepresentable, Hashable, Sendable, Codable, Comparable {
    package static let keyLengthMax = 40  // characters
    package static let valueLengthMax = 255  // characters

    package static let userId = IdentityNamespace(rawValue: "userId")
    package static let anonymousId = IdentityNamespace(rawValue: "anonymousId")
    package static let email = IdentityNamespace(rawValue: "email")
    package static let phone = IdentityNamespace(rawValue: "phone")
    package static let deviceId = IdentityNamespace(rawValue: "deviceId")
    package static let loyaltyId = IdentityNamespace(rawValue: "loyaltyId")

    package let rawValue: String

    /// For keys that were checked before, such as those in our own tables.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// - Returns: nil unless `key` is a letter followed by letters, digits, `_`, `-` or `.`, all ASCII.
    package init?(key: String) {
        guard key.utf8.count <= Self.keyLengthMax, let first = key.utf8.first, Self.isLetter(first),
            key.utf8.allSatisfy({ Self.isLetter($0) || (48...57).contains($0) || [45, 46, 95].contains($0) })
        else { return nil }
        rawValue = key
    }

    package static func < (left: IdentityNamespace, right: IdentityNamespace) -> Bool { left.rawValue < right.rawValue }

    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }
}
