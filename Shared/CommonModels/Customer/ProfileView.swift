/// A person as Profile shows them to other services.
package struct ProfileView: Hashable, Sendable, Codable, Identifiable {
    package let id: ProfileID
    package let traits: [String: TraitView]
    package let identities: [IdentityView]
    package let consents: [ConsentView]
    package let firstSeen: Instant
    package let lastSeen: Instant
    /// Ids that were merged into this one and keep resolving to it.
    package let mergedIds: [ProfileID]

    package init(
        id: ProfileID, traits: [String: TraitView], identities: [IdentityView], consents: [ConsentView], firstSeen: Instant,
        lastSeen: Instant, mergedIds: [ProfileID]
    ) {
        self.id = id
        self.traits = traits
        self.identities = identities
        self.consents = consents
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.mergedIds = mergedIds
    }
}
