package import CommonModels

/// One profile ended in another. Its id keeps resolving.
package struct IdentityMerge: Hashable, Sendable {
    package let merged: ProfileID
    package let into: ProfileID
    package let reason: MergeReason
    /// The identity both were known by; nil when somebody said that they are one.
    package let key: IdentityKey?

    package init(merged: ProfileID, into: ProfileID, reason: MergeReason, key: IdentityKey? = nil) {
        self.merged = merged
        self.into = into
        self.reason = reason
        self.key = key
    }
}

/// Why two profiles are one person.
package enum MergeReason: String, Hashable, Sendable, Codable, CaseIterable {
    /// An anonymous visitor signed in.
    case signedIn = "signed-in"
    /// An anonymous visitor gave the e-mail address of the other.
    case sameEmail = "same-email"
    /// One call stated an identity of each, and nothing says that they are two people.
    case sameIdentity = "same-identity"
    /// The sender said so.
    case alias
    /// A person or an application said so, through the API or the page.
    case explicit
}
