import CommonModels
import ProfileDomain
import StorageKit

/// Values that were stated and not linked, or let go, each with the reason: nothing is dropped silently.
enum IdentityConflictStore {
    /// A conflict in a list.
    struct Entry: Hashable, Sendable, Encodable {
        let namespace: String
        let value: String
        /// Whose call stated it.
        let profileId: ProfileID
        /// Who has it.
        let ownerId: ProfileID
        let reason: IdentityConflict.Reason
        let at: Instant

        var keyset: Keyset { Keyset([at, namespace, value, profileId]) }
    }

    /// The first time is kept.
    static func save(
        _ conflicts: [IdentityConflict], of profile: ProfileID, at time: Instant, in transaction: any SQLTransaction
    ) throws {
        try transaction.insert(
            into: "identity_conflict", columns: ["namespace", "value", "profile_id", "owner_id", "at", "reason"],
            rows: conflicts.map { conflict in
                [
                    .text(conflict.key.namespace.rawValue), .text(conflict.key.value), profile.sqlValue, conflict.owner.sqlValue,
                    time.sqlValue, .text(conflict.reason.rawValue),
                ]
            }, onConflict: .ignore)
    }

    static let pageSQL = """
        SELECT namespace, value, profile_id, owner_id, reason, at FROM identity_conflict
        WHERE (at, namespace, value, profile_id) < ($1, $2, $3, $4) ORDER BY at DESC, namespace DESC, value DESC, profile_id DESC LIMIT $5
        """

    /// The newest first.
    static func page(limit: Int, after: Keyset?, in transaction: any SQLTransaction) throws -> [Entry] {
        let bound: [any SQLBindable] = after?.values ?? [.integer(.max), .text(""), .text(""), .text("")]
        return try transaction.rows(pageSQL, bound + [limit]).map { row in
            Entry(
                namespace: try row.text("namespace"), value: try row.text("value"), profileId: try row.id("profile_id"),
                ownerId: try row.id("owner_id"), reason: try row.name("reason"), at: try row.instant("at"))
        }
    }
}
