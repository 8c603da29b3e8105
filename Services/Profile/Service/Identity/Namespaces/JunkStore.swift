import CommonModels
import ProfileDomain
import StorageKit

/// Values that identify nobody: those an administrator listed, and those put in quarantine.
enum JunkStore {
    enum Origin: String, Hashable, Sendable, Codable, CaseIterable {
        case builtIn = "built-in"
        case list
        case automatic
    }

    /// A value of the list.
    struct Entry: Hashable, Sendable, Codable {
        /// `*` for every namespace but those of addresses.
        let namespace: String
        let value: String
        let origin: Origin
        let note: String
        /// automatic: how many profiles stated it.
        let profiles: Int?
        let at: Instant
        let addedBy: String

        var keyset: Keyset { Keyset([at, namespace, value]) }
    }

    static let pageSQL = """
        SELECT namespace, value, origin, note, profiles, at, added_by FROM identity_junk WHERE (at, namespace, value) < ($1, $2, $3)
        """

    /// The newest first.
    static func page(origin: Origin?, limit: Int, after: Keyset?, in transaction: any SQLTransaction) throws -> [Entry] {
        let bound: [any SQLBindable] = after?.values ?? [SQLValue.integer(.max), SQLValue.text(""), SQLValue.text("")]
        let filter = origin == nil ? "" : " AND origin = $5"
        let rows = try transaction.rows(
            pageSQL + filter + " ORDER BY at DESC, namespace DESC, value DESC LIMIT $4",
            bound + [limit] + (origin.map { [$0.rawValue] } ?? []))
        return try rows.map { row in
            Entry(
                namespace: try row.text("namespace"), value: try row.text("value"), origin: try row.name("origin"),
                note: try row.text("note"), profiles: try row.integerOrNull("profiles").map(Int.init), at: try row.instant("at"),
                addedBy: try row.text("added_by"))
        }
    }

    static func count(in transaction: any SQLTransaction) throws -> Int {
        try transaction.row("SELECT count(*) AS n FROM identity_junk")?.int("n") ?? 0
    }

    static func add(_ entry: Entry, in transaction: any SQLTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO identity_junk (namespace, value, origin, note, profiles, at, added_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (namespace, value) DO UPDATE SET origin = excluded.origin, note = excluded.note, profiles = excluded.profiles,
                at = excluded.at, added_by = excluded.added_by WHERE identity_junk.origin = 'automatic' AND excluded.origin = 'list'
            """, [entry.namespace, entry.value, entry.origin.rawValue, entry.note, entry.profiles, entry.at, entry.addedBy])
        try IdentityRulesStore.raiseVersion(in: transaction)
    }

    /// What the installation lists: everything but what was put in quarantine.
    static func list(in transaction: any SQLTransaction) throws -> JunkList {
        JunkList(
            try transaction.rows("SELECT namespace, value, note FROM identity_junk WHERE origin <> 'automatic'").map {
                JunkList.Item(namespace: try $0.text("namespace"), value: try $0.text("value"), note: try $0.text("note"))
            })
    }

    static func note(_ item: JunkList.Item, in transaction: any SQLTransaction) throws {
        try transaction.execute(
            "UPDATE identity_junk SET note = $3 WHERE namespace = $1 AND value = $2", [item.namespace, item.value, item.note])
        try IdentityRulesStore.raiseVersion(in: transaction)
    }

    /// - Returns: whether it was on the list.
    static func remove(_ namespace: String, _ value: String, in transaction: any SQLTransaction) throws -> Bool {
        let removed = try transaction.execute("DELETE FROM identity_junk WHERE namespace = $1 AND value = $2", [namespace, value])
        if removed > 0 { try IdentityRulesStore.raiseVersion(in: transaction) }
        return removed > 0
    }
}
