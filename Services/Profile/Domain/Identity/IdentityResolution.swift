package import CommonModels

/// Whom a call belongs to, and what resolving it changed.
package struct IdentityResolution: Hashable, Sendable {
    /// A value that left a profile for the one that was resolved, without a merge.
    package struct Switch: Hashable, Sendable {
        package let key: IdentityKey
        package let from: ProfileID
    }

    /// A value that is stated by somebody else than its owner.
    package struct Sighting: Hashable, Sendable {
        package let key: IdentityKey
        package let owner: ProfileID
        /// The owner's or claimant's profile, or the identity by which a claimant came who has no profile of their own.
        package let witness: String
    }

    /// A value that too many profiles stated and that names nobody any more.
    package struct Quarantined: Hashable, Sendable {
        package let key: IdentityKey
        package let owner: ProfileID
        /// Profiles that stated it within the days of the rule.
        package let profiles: Int
    }

    package var profileId: ProfileID
    /// The identity that told whose call it is; nil for somebody new.
    package var foundBy: IdentityKey?
    package var isNew = false
    /// Identities that now point to the profile and did not before.
    package var linked: [IdentityKey] = []
    /// Profiles that ended in this one.
    package var merged: [IdentityMerge] = []
    /// What known people used before; switches, not merges.
    package var switched: [Switch] = []
    /// Identities that stay where they are, or were not linked.
    package var conflicts: [IdentityConflict] = []
    package var sightings: [Sighting] = []
    package var quarantined: [Quarantined] = []
    /// Namespaces of which the profile now has more values than it may; the oldest must go.
    package var overfull: [IdentityNamespace] = []

    /// Whether every stated identity belonged to the profile already: then nothing else is said here.
    package private(set) var isSettled = false

    package init(profileId: ProfileID) { self.profileId = profileId }

    init(settled profileId: ProfileID) {
        self.profileId = profileId
        isSettled = true
    }

    /// The known person who used the device before.
    package var switchedFrom: ProfileID? { switched.first?.from }

    /// Whether more than links and merges is to be written down.
    package var hasAftermath: Bool {
        !(switched.isEmpty && conflicts.isEmpty && sightings.isEmpty && quarantined.isEmpty && overfull.isEmpty)
    }
}
