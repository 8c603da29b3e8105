package import CommonModels

/// A value that a call stated and that was not linked to the call's profile, or is no longer.
package struct IdentityConflict: Hashable, Sendable {
    package enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        /// It belongs to another known person.
        case knownOwner = "known-owner"
        /// The profile has as many values of the namespace as it may.
        case limit
        /// An un-merge keeps the two apart.
        case keptApart = "kept-apart"
        /// An alias of two people's ids came with a key that anybody can read in a page.
        case publicAlias = "public-alias"
        /// It was the oldest of too many and was let go.
        case letGo = "let-go"
        /// Too many profiles stated it.
        case quarantined
    }

    package let key: IdentityKey
    /// Who has it; the profile itself when nobody has.
    package let owner: ProfileID
    package let reason: Reason

    package init(key: IdentityKey, owner: ProfileID, reason: Reason) {
        self.key = key
        self.owner = owner
        self.reason = reason
    }
}
