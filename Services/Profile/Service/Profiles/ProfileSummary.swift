package import CommonModels

/// A profile as a list shows it.
package struct ProfileSummary: Hashable, Sendable, Codable, Identifiable {
    package let id: ProfileID
    package let name: String?
    package let email: String?
    package let userId: String?
    package let identityCount: Int
    package let eventCount: Int
    package let firstSeen: Instant
    package let lastSeen: Instant
}

/// The size of the whole population.
package struct ProfileCounts: Hashable, Sendable, Codable {
    package let living: Int64
    package let known: Int64
    package let merged: Int64
}
