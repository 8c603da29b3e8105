import CommonModels

/// A kind of identity, e.g. `userId`, `email` or one of the company's own. Each value belongs to one profile at a time.
package struct IdentityNamespace: RawRepresentable, Hashable, Sendable, Codable, Comparable {
    package static let keyLengthMax = WordShape.namespace.lengthMax  // characters
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
        guard WordShape.namespace.holds(key) else { return nil }
        rawValue = key
    }

    package static func < (left: IdentityNamespace, right: IdentityNamespace) -> Bool { left.rawValue < right.rawValue }
}
