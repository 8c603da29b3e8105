package import CommonModels
package import ProfileDomain
package import StorageKit

/// Reads unified profiles. Ids that were merged away answer as the profile they live on in.
package struct ProfileStore: Sendable {
    private let database: any Database

    package init(database: any Database) { self.database = database }

    /// Nil when there never was such a profile.
    package func profile(_ id: ProfileID) async throws -> ProfileView? {
        try await database.read { transaction in
            guard let survivor = try IdentityStore.survivor(of: id, in: transaction) else { return nil }
            return try Self.load(survivor, in: transaction)
        }
    }

    /// The profile an identity belongs to now.
    package func profile(namespace: String, value: String) async throws -> ProfileView? {
        guard let namespace = IdentityNamespace(key: namespace) else { return nil }
        return try await database.read { transaction in
            guard let key = try IdentityRulesStore.definitions(in: transaction).key(namespace, value),
                let owner = try IdentityStore.owner(of: key, in: transaction)
            else { return nil }
            return try Self.load(owner, in: transaction)
        }
    }

    /// Living profiles by the day last seen, the latest first; with `text`, those with an identity beginning with it, or the one with this id.
    /// - Parameters:
    ///   - after: where the page before ended, of the same kind of list.
    ///   - isHidden: namespaces whose values the reader may not read; see ``ProfileSearch``.
    package func profiles(
        beginningWith text: String?, limit: Int, after: ProfileCursor?,
        isHidden: @escaping @Sendable (IdentityNamespace) -> Bool = { _ in false }
    ) async throws -> [ListedProfile] {
        try await database.read { transaction in
            guard let text else { return try Self.recent(limit: limit, after: after, in: transaction) }
            if let id = ProfileID(text), let survivor = try IdentityStore.survivor(of: id, in: transaction) {
                return try Self.listed([survivor], in: transaction)
            }
            return try Self.found(text, limit: limit, after: after, isHidden, in: transaction)
        }
    }

    /// How many living profiles there are, how many of them known by a user id, and how many were merged away.
    package func counts() async throws -> ProfileCounts {
        try await database.read { transaction in try PopulationStore.counts(in: transaction) }
    }

    static func load(_ id: ProfileID, in transaction: any SQLTransaction) throws -> ProfileView? {
        guard let row = try transaction.row("SELECT first_seen, last_seen FROM profile WHERE profile_id = $1", [id]) else { return nil }
        let identities = try transaction.rows(
            "SELECT namespace, value, first_seen, last_seen FROM identity WHERE profile_id = $1 ORDER BY namespace, value LIMIT 1000", [id]
        ).map {
            IdentityView(
                namespace: try $0.text("namespace"), value: try $0.text("value"), firstSeen: try $0.instant("first_seen"),
                lastSeen: try $0.instant("last_seen"))
        }
        let merged = try transaction.rows("SELECT profile_id FROM profile WHERE merged_into = $1 ORDER BY profile_id", [id])
        return ProfileView(
            id: id, traits: try TraitStore.profiles.sheets(of: [id], in: transaction)[id]?.views ?? [:], identities: identities,
            consents: try ConsentStore.load(id, in: transaction), firstSeen: try row.instant("first_seen"),
            lastSeen: try row.instant("last_seen"), mergedIds: try merged.map { try $0.id("profile_id") })
    }

    private static func found(
        _ text: String, limit: Int, after: ProfileCursor?, _ isHidden: @escaping @Sendable (IdentityNamespace) -> Bool,
        in transaction: any SQLTransaction
    ) throws -> [ListedProfile] {
        var last: IdentityKey?
        if case .found(let namespace, let value) = after {
            last = IdentityKey(trusted: IdentityNamespace(rawValue: namespace), value)
        }
        let hits = try ProfileSearch(text, definitions: IdentityRulesStore.definitions(in: transaction).definitions, isHidden: isHidden)
            .hits(limit: limit, after: last, in: transaction)
        let keys = Dictionary(hits.map { ($0.id, $0.key) }) { first, _ in first }
        return try summaries(of: hits.map(\.id), in: transaction).compactMap { summary in
            keys[summary.id].map {
                ListedProfile(summary: summary, cursor: .found(namespace: $0.namespace.rawValue, value: $0.value))
            }
        }
    }

    static let recentSQL = """
        SELECT profile_id FROM profile WHERE merged_into IS NULL AND (seen_day, profile_id) < ($1, $2)
        ORDER BY seen_day DESC, profile_id DESC LIMIT $3
        """

    private static func recent(limit: Int, after: ProfileCursor?, in transaction: any SQLTransaction) throws -> [ListedProfile] {
        var bound: [any SQLBindable] = [Int64.max, ""]
        if case .seen(let day, let id) = after { bound = [day, id] }
        return try listed(transaction.rows(recentSQL, bound + [limit]).map { try $0.id("profile_id") }, in: transaction)
    }

    private static func listed(_ ids: [ProfileID], in transaction: any SQLTransaction) throws -> [ListedProfile] {
        try summaries(of: ids, in: transaction).map { ListedProfile(summary: $0, cursor: .seen(day: $0.lastSeen.utcDay, $0.id)) }
    }

    /// What a list shows, in the order of `ids`.
    private static func summaries(of ids: [ProfileID], in transaction: any SQLTransaction) throws -> [ProfileSummary] {
        let traits = try TraitStore.profiles.sheets(of: Set(ids), in: transaction)
        let identities = try transaction.rows(
            "SELECT profile_id, namespace, value FROM identity WHERE profile_id IN", in: ids.map(\.rawValue))
        let byProfile = Dictionary(grouping: identities) { (try? $0.text("profile_id")) ?? "" }
        let rows = try transaction.rows(
            "SELECT profile_id, first_seen, last_seen, event_count FROM profile WHERE profile_id IN", in: ids.map(\.rawValue))
        var known: [ProfileID: ProfileSummary] = [:]
        for row in rows {
            let id: ProfileID = try row.id("profile_id")
            let own = byProfile[id.rawValue] ?? []
            known[id] = ProfileSummary(
                id: id, name: traits[id]?.view("name")?.value.stringValue,
                email: try own.first { try $0.text("namespace") == IdentityNamespace.email.rawValue }?.text("value"),
                userId: try own.first { try $0.text("namespace") == IdentityNamespace.userId.rawValue }?.text("value"),
                identityCount: own.count, eventCount: try row.int("event_count"), firstSeen: try row.instant("first_seen"),
                lastSeen: try row.instant("last_seen"))
        }
        return ids.compactMap { known[$0] }
    }
}
