import CommonModels
import ProfileDomain
import StorageKit

/// Reads and writes the identity graph.
enum IdentityStore {
    /// The owners of `keys` and what linking must know of them, in a few queries whatever the number of keys.
    static func load(_ keys: some Sequence<IdentityKey>, in transaction: any SQLTransaction) throws -> IdentityGraph {
        var owners: [IdentityKey: ProfileID] = [:]
        for (namespace, keys) in Dictionary(grouping: Set(keys), by: \.namespace) {
            let rows = try transaction.rows(
                "SELECT value, profile_id FROM identity WHERE namespace = '\(namespace.rawValue)' AND value IN", in: keys.map(\.value))
            for row in rows { owners[IdentityKey(trusted: namespace, try row.text("value"))] = try row.id("profile_id") }
        }
        var nodes: [ProfileID: IdentityGraph.Node] = [:]
        let rows = try transaction.rows(
            "SELECT profile_id, first_seen, is_known FROM profile WHERE profile_id IN", in: Set(owners.values).map(\.rawValue))
        for row in rows {
            nodes[try row.id("profile_id")] = IdentityGraph.Node(
                firstSeen: try row.instant("first_seen"), isKnown: try row.bool("is_known"))
        }
        return IdentityGraph(owners: owners, nodes: nodes)
    }

    static func save(
        profiles: [(id: ProfileID, isKnown: Bool, seen: ProfileChanges.Seen)], in transaction: any SQLTransaction
    ) throws {
        let engine = transaction.engine
        try transaction.executeMany(
            """
            INSERT INTO profile (profile_id, is_known, first_seen, last_seen, event_count) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (profile_id) DO UPDATE SET is_known = \(engine.greatest("profile.is_known", "excluded.is_known")),
                first_seen = \(engine.least("profile.first_seen", "excluded.first_seen")),
                last_seen = \(engine.greatest("profile.last_seen", "excluded.last_seen")),
                event_count = profile.event_count + excluded.event_count
            """,
            profiles.map { profile in
                [
                    profile.id.sqlValue, profile.isKnown.sqlValue, profile.seen.first.sqlValue, profile.seen.last.sqlValue,
                    profile.seen.events.sqlValue,
                ]
            })
    }

    static func save(
        identities: [(key: IdentityKey, owner: ProfileID, first: Instant, last: Instant)], in transaction: any SQLTransaction
    ) throws {
        let engine = transaction.engine
        try transaction.executeMany(
            """
            INSERT INTO identity (namespace, value, profile_id, first_seen, last_seen) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (namespace, value) DO UPDATE SET profile_id = excluded.profile_id,
                first_seen = \(engine.least("identity.first_seen", "excluded.first_seen")),
                last_seen = \(engine.greatest("identity.last_seen", "excluded.last_seen"))
            """,
            identities.map { identity in
                [
                    .text(identity.key.namespace.rawValue), .text(identity.key.value), identity.owner.sqlValue, identity.first.sqlValue,
                    identity.last.sqlValue,
                ]
            })
    }

    static func save(
        conflicts: [(key: IdentityKey, profileId: ProfileID, owner: ProfileID, at: Instant)], in transaction: any SQLTransaction
    ) throws {
        try transaction.insert(
            into: "identity_conflict", columns: ["namespace", "value", "profile_id", "owner_id", "at"],
            rows: conflicts.map { conflict in
                [
                    .text(conflict.key.namespace.rawValue), .text(conflict.key.value), conflict.profileId.sqlValue,
                    conflict.owner.sqlValue, conflict.at.sqlValue,
                ]
            },
            onConflict: .ignore)
    }

    /// The living profile behind an id, also one that was merged away; nil when there never was such a profile.
    static func survivor(of id: ProfileID, in transaction: any SQLTransaction) throws -> ProfileID? {
        guard let row = try transaction.row("SELECT merged_into FROM profile WHERE profile_id = $1", [id]) else { return nil }
        return try row.textOrNull("merged_into").map { ProfileID(trusted: $0) } ?? id
    }

    static func owner(of key: IdentityKey, in transaction: any SQLTransaction) throws -> ProfileID? {
        try transaction.row(
            "SELECT profile_id FROM identity WHERE namespace = $1 AND value = $2", [key.namespace.rawValue, key.value]
        )?.id("profile_id")
    }
}
