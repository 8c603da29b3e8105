import CommonModels
import ProfileDomain
import StorageKit

/// Reads and writes the identity graph.
enum IdentityStore {
    /// The owners of these identities, in a few queries whatever their number.
    static func load(
        _ keys: Set<IdentityKey>, rules: IdentityRules, cache: IdentityCache, epoch: Int64, in transaction: any SQLTransaction
    ) throws -> StoredIdentities {
        var stored = StoredIdentities(rules: rules)
        var unknown = cache.fill(&stored, keys, epoch: epoch)
        for (namespace, keys) in Dictionary(grouping: unknown.identities, by: \.namespace) {
            // A namespace's key holds nothing that needs quoting; see IdentityNamespace.init(key:).
            let rows = try transaction.rows(
                """
                SELECT value, profile_id, first_seen, last_seen FROM identity
                WHERE namespace = '\(namespace.rawValue)' AND value IN
                """, in: keys.map(\.value))
            for row in rows {
                let owner: ProfileID = try row.id("profile_id")
                stored.identities[IdentityKey(trusted: namespace, try row.text("value"))] = StoredIdentities.Identity(
                    owner: owner, first: try row.instant("first_seen"), last: try row.instant("last_seen"))
                if stored.profiles[owner] == nil { unknown.profiles.insert(owner) }
            }
        }
        let rows = try transaction.rows(
            "SELECT profile_id, is_known, first_seen, last_seen FROM profile WHERE profile_id IN", in: unknown.profiles)
        for row in rows {
            stored.profiles[try row.id("profile_id")] = StoredIdentities.Profile(
                isKnown: try row.bool("is_known"), first: try row.instant("first_seen"), last: try row.instant("last_seen"))
        }
        return stored
    }

    /// Adds what was seen to profiles whose other columns stay, see ``StoredIdentities/isSteady(_:isKnown:seen:)``.
    static func touch(_ profiles: [(id: ProfileID, seen: ProfileChanges.Seen)], in transaction: any SQLTransaction) throws {
        try transaction.update(
            "profile", key: ["profile_id"], columns: ["profile_id", "last_seen", "event_count"],
            values: profiles.flatMap { [$0.id.sqlValue, $0.seen.last.sqlValue, $0.seen.events.sqlValue] },
            set: [
                "last_seen = \(transaction.engine.greatest("profile.last_seen", "v.last_seen"))",
                "event_count = profile.event_count + v.event_count",
            ])
    }

    static func save(
        profiles: [(id: ProfileID, isKnown: Bool, seen: ProfileChanges.Seen)], in transaction: any SQLTransaction
    ) throws {
        let engine = transaction.engine
        try transaction.insert(
            into: "profile", columns: ["profile_id", "is_known", "first_seen", "last_seen", "seen_day", "event_count"],
            values: profiles.flatMap { profile in
                [
                    profile.id.sqlValue, profile.isKnown.sqlValue, profile.seen.first.sqlValue, profile.seen.last.sqlValue,
                    profile.seen.last.utcDay.sqlValue, profile.seen.events.sqlValue,
                ]
            },
            onConflict: .merge(
                key: ["profile_id"],
                set: ["is_known", "last_seen", "seen_day"].map { "\($0) = \(engine.greatest("profile.\($0)", "excluded.\($0)"))" } + [
                    "first_seen = \(engine.least("profile.first_seen", "excluded.first_seen"))",
                    "event_count = profile.event_count + excluded.event_count",
                ]))
    }

    static func save(
        identities: [(key: IdentityKey, owner: ProfileID, first: Instant, last: Instant)], in transaction: any SQLTransaction
    ) throws {
        let engine = transaction.engine
        try transaction.insert(
            into: "identity", columns: ["namespace", "value", "profile_id", "first_seen", "last_seen"],
            values: identities.flatMap { identity in
                [
                    .text(identity.key.namespace.rawValue), .text(identity.key.value), identity.owner.sqlValue, identity.first.sqlValue,
                    identity.last.sqlValue,
                ]
            },
            onConflict: .merge(
                key: ["namespace", "value"],
                set: [
                    "profile_id = excluded.profile_id",
                    "first_seen = \(engine.least("identity.first_seen", "excluded.first_seen"))",
                    "last_seen = \(engine.greatest("identity.last_seen", "excluded.last_seen"))",
                ]))
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
