import CommonModels
import ProfileDomain
import StorageKit

/// Reads merges, the newest first.
struct MergeLog: Sendable {
    let database: any Database

    /// One merge as lists show it.
    struct Entry: Hashable, Sendable, Encodable {
        let id: Int64
        let survivorId: ProfileID
        let mergedId: ProfileID
        let reason: MergeReason
        let at: Instant
        /// The identity both were known by.
        let identity: IdentityName?
        let eventId: EventID?
        /// Who merged explicitly, and why in their words.
        let actor: String
        let note: String
        let undoneAt: Instant?
        let undoneBy: String?
        let undoneNote: String?
    }

    private static let columns = """
        SELECT merge_id, survivor, merged, reason, at, event_id, key_namespace, key_value, actor, note, undone_at, undone_by, undone_note
        FROM profile_merge
        """

    static let byKeySQL = columns + " WHERE key_namespace = $1 AND key_value = $2 AND merge_id < $3 ORDER BY merge_id DESC LIMIT $4"
    static let bySurvivorSQL = columns + " WHERE survivor = $1 ORDER BY merge_id DESC LIMIT $2"
    static let byMergedSQL = columns + " WHERE merged = $1 ORDER BY merge_id DESC LIMIT $2"

    /// - Parameter identity: only merges that this value caused.
    func page(causedBy identity: IdentityKey?, limit: Int, before: Int64?) async throws -> [Entry] {
        let before = before ?? .max
        return try await database.read { transaction in
            let rows =
                if let identity {
                    try transaction.rows(Self.byKeySQL, [identity.namespace.rawValue, identity.value, before, limit])
                } else {
                    try transaction.rows(Self.columns + " WHERE merge_id < $1 ORDER BY merge_id DESC LIMIT $2", [before, limit])
                }
            return try rows.map(Self.entry)
        }
    }

    /// The merges that made a profile what it is, and those by which ids that live on in it ended; at most 1000.
    /// - Returns: nil when there is no such profile.
    func merges(of id: ProfileID) async throws -> [Entry]? {
        try await database.read { transaction in
            guard let survivor = try IdentityStore.survivor(of: id, in: transaction) else { return nil }
            let ids = try transaction.rows("SELECT profile_id FROM profile WHERE merged_into = $1", [survivor]).map {
                try $0.text("profile_id")
            }
            var found: [Int64: Entry] = [:]
            for id in [survivor.rawValue] + ids.prefix(PageSize.familyMax) {
                for sql in [Self.bySurvivorSQL, Self.byMergedSQL] {
                    for row in try transaction.rows(sql, [id, PageSize.mergesMax]) {
                        let entry = try Self.entry(row)
                        found[entry.id] = entry
                    }
                }
            }
            return found.values.sorted { $0.id > $1.id }.prefix(PageSize.mergesMax).map(\.self)
        }
    }

    private enum PageSize {
        static let mergesMax = 1_000
        static let familyMax = 1_000
    }

    private static func entry(_ row: SQLRow) throws -> Entry {
        let namespace = try row.textOrNull("key_namespace")
        let value = try row.textOrNull("key_value")
        return Entry(
            id: try row.integer("merge_id"), survivorId: try row.id("survivor"), mergedId: try row.id("merged"),
            reason: try row.name("reason"), at: try row.instant("at"),
            identity: namespace.flatMap { namespace in value.map { IdentityName(namespace: namespace, value: $0) } },
            eventId: try row.idOrNull("event_id"), actor: try row.text("actor"), note: try row.text("note"),
            undoneAt: try row.instantOrNull("undone_at"), undoneBy: try row.textOrNull("undone_by"),
            undoneNote: try row.textOrNull("undone_note"))
    }
}

/// An identity as the API writes it.
struct IdentityName: Hashable, Sendable, Codable {
    let namespace: String
    let value: String
}
