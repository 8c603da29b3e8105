package import CommonModels

/// One profile ended in another. Its id keeps resolving.
package struct IdentityMerge: Hashable, Sendable {
    package let merged: ProfileID
    package let into: ProfileID
    package let reason: MergeReason

    package init(merged: ProfileID, into: ProfileID, reason: MergeReason) {
        self.merged = merged
        self.into = into
        self.reason = reason
    }
}

/// Why two profiles are one person.
package enum MergeReason: String, Hashable, Sendable {
    /// An anonymous visitor signed in.
    case signedIn = "signed-in"
    /// An anonymous visitor gave the e-mail address of the other.
    case sameEmail = "same-email"
    /// The sender said so.
    case alias
}
