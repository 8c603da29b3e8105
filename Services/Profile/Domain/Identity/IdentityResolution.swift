package import CommonModels

/// Whom a call belongs to, and what resolving it changed.
package struct IdentityResolution: Hashable, Sendable {
    package var profileId: ProfileID
    package var isNew = false
    /// Identities that now point to the profile and did not before.
    package var linked: [IdentityKey] = []
    /// Profiles that ended in this one.
    package var merged: [IdentityMerge] = []
    /// The known person who used the device before; a switch, not a merge.
    package var switchedFrom: ProfileID?
    /// Identities that belong to another known person and stay with them.
    package var conflicts: [IdentityKey] = []

    package init(profileId: ProfileID) { self.profileId = profileId }
}
