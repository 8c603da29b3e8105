import CommonModels
import StorageKit

/// Reads and writes rows of `projected_profile` for many people at once.
enum ProjectionProfiles {
    static func load(_ ids: [ProfileID], in tx: any SQLTransaction) throws -> [ProfileID: ProfileFacts] {
        var found: [ProfileID: ProfileFacts] = [:]
        found.reserveCapacity(ids.count)
        try IDList.forEachChunk(of: ids.map(\.rawValue)) { chunk in
            let rows = try tx.rows(
                "SELECT \(ProfileFacts.columns) FROM projected_profile WHERE profile_id IN (\(chunk.placeholders(from: 1)))",
                chunk.arguments)
            for row in rows {
                let facts = try ProfileFacts(row)
                found[facts.profileID] = facts
            }
        }
        return found
    }

    /// - Returns: those who were not known before.
    static func apply(_ patches: [ProfileID: ProfilePatch], in tx: any SQLTransaction) throws -> [ProfileID] {
        guard !patches.isEmpty else { return [] }
        let ids = patches.keys.sorted()
        var profiles = try load(ids, in: tx)
        let unknown = ids.filter { profiles[$0] == nil }
        for (id, patch) in patches { patch.apply(to: &profiles[id, default: ProfileFacts(unknown: id)]) }
        try save(ids.compactMap { profiles[$0] }, in: tx)
        return unknown
    }

    static func save(_ profiles: [ProfileFacts], in tx: any SQLTransaction) throws {
        try tx.insert(
            into: "projected_profile",
            columns: ["profile_id", "traits", "identities", "consents", "first_seen", "last_seen", "restriction"],
            rows: profiles.map(\.values),
            onConflict: .replace(
                key: ["profile_id"], update: ["traits", "identities", "consents", "first_seen", "last_seen", "restriction"]))
    }
}
