package import CommonModels
package import ProfileDomain
package import StorageKit

/// Keeps cases and the services' confirmations of them.
package struct CaseStore: Sendable {
    package static let pendingSQL = """
        SELECT \(columns) FROM subject_case WHERE is_pending = 1 AND (due_at, case_id) > ($1, $2) ORDER BY due_at, case_id LIMIT $3
        """
    package static let doneSQL =
        "SELECT \(columns) FROM subject_case WHERE is_pending = 0 AND case_id < $1 ORDER BY case_id DESC LIMIT $2"
    private static let columns = "case_id, state, profile_id, subject_hash, opened_at, due_at, finished_at, bundle_until, document"

    let database: any Database

    package init(database: any Database) { self.database = database }

    /// A case with what the services said of it.
    package struct Entry: Sendable {
        package let item: SubjectCase
        package let confirmations: [CaseConfirmation]
        /// Until when what was gathered can be fetched; nil when nothing was.
        package let bundleUntil: Instant?
    }

    package func entry(_ id: CaseID) async throws -> Entry? {
        try await database.read { tx in try Self.entry(id, in: tx) }
    }

    /// Cases somebody has to do something about, those due first at the front.
    package func pending(limit: Int, after: Keyset?) async throws -> [Entry] {
        try await database.read { tx in
            let bound: [any SQLBindable] = after?.values ?? [SQLValue.integer(Int64.min), SQLValue.text("")]
            return try tx.rows(Self.pendingSQL, bound + [limit]).map { try Self.entry($0, in: tx) }
        }
    }

    /// Finished cases, the latest opened first.
    package func done(limit: Int, before: String?) async throws -> [Entry] {
        try await database.read { tx in
            try tx.rows(Self.doneSQL, [before ?? "~", limit]).map { try Self.entry($0, in: tx) }
        }
    }

    /// Every case that was ever opened under an identity, also when that was erased since; newest first, at most 100.
    package func cases(identityHash: String) async throws -> [Entry] {
        try await database.read { tx in
            let ids = try tx.rows("SELECT case_id FROM case_identity WHERE hash = $1 ORDER BY case_id DESC LIMIT 100", [identityHash])
            return try ids.compactMap { try Self.entry($0.id("case_id"), in: tx) }
        }
    }

    /// How many are pending, and how many of those are past their day.
    package func counts(now: Instant) async throws -> (pending: Int, overdue: Int) {
        try await database.read { tx in
            let row = try tx.row(
                """
                SELECT COUNT(*) AS pending, coalesce(sum(CASE WHEN due_at <= $1 THEN 1 ELSE 0 END), 0) AS overdue
                FROM subject_case WHERE is_pending = 1
                """, [now])
            return (try row?.int("pending") ?? 0, try row?.int("overdue") ?? 0)
        }
    }

    // MARK: Within a transaction

    static func entry(_ id: CaseID, in tx: any SQLTransaction) throws -> Entry? {
        try tx.row("SELECT \(columns) FROM subject_case WHERE case_id = $1", [id]).map { try entry($0, in: tx) }
    }

    /// - Throws: ``CaseError/notFound``.
    static func required(_ id: CaseID, in tx: any SQLTransaction) throws -> SubjectCase {
        guard let row = try tx.row("SELECT \(columns) FROM subject_case WHERE case_id = $1\(tx.engine.forUpdate)", [id]) else {
            throw CaseError.notFound
        }
        return try item(row)
    }

    /// Every case about one of these profiles.
    static func cases(about ids: [ProfileID], in tx: any SQLTransaction) throws -> [SubjectCase] {
        try tx.rows("SELECT \(columns) FROM subject_case WHERE profile_id IN", in: ids.map(\.rawValue)).map(item)
    }

    static func insert(_ item: SubjectCase, hashes: [String], in tx: any SQLTransaction) throws {
        try tx.execute(
            """
            INSERT INTO subject_case (case_id, kind, state, is_pending, profile_id, subject_hash, opened_at, due_at, document)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                item.id, item.request.action.rawValue, item.state.rawValue, item.state.isPending, item.profileID, item.subjectHash,
                item.openedAt, item.dueAt, item.document,
            ])
        try tx.insert(
            into: "case_identity", columns: ["hash", "case_id"], rows: hashes.map { [.text($0), item.id.sqlValue] }, onConflict: .ignore)
    }

    static func save(_ item: SubjectCase, in tx: any SQLTransaction) throws {
        try tx.execute(
            "UPDATE subject_case SET state = $2, is_pending = $3, finished_at = $4, document = $5 WHERE case_id = $1",
            [item.id, item.state.rawValue, item.state.isPending, item.finishedAt, item.document])
    }

    /// A case of this person is no more found by what was not theirs, and what was gathered for one that is completed is gone. One that
    /// still gathers goes on: half an answer would be no answer.
    static func forget(_ hashes: [String], of item: SubjectCase, in tx: any SQLTransaction) throws {
        try tx.executeMany("DELETE FROM case_identity WHERE hash = $1 AND case_id = $2", hashes.map { [.text($0), item.id.sqlValue] })
        guard item.state == .completed else { return }
        try tx.execute("DELETE FROM case_bundle WHERE case_id = $1", [item.id])
        try tx.execute("UPDATE subject_case SET bundle_until = NULL WHERE case_id = $1", [item.id])
    }

    private static func entry(_ row: SQLRow, in tx: any SQLTransaction) throws -> Entry {
        let item = try item(row)
        return Entry(
            item: item, confirmations: try CaseConfirmation.load(item.id, in: tx), bundleUntil: try row.instantOrNull("bundle_until"))
    }

    private static func item(_ row: SQLRow) throws -> SubjectCase {
        let item = SubjectCase(
            id: try row.id("case_id"), state: try row.name("state"), profileID: try row.id("profile_id"),
            subjectHash: try row.text("subject_hash"), openedAt: try row.instant("opened_at"), dueAt: try row.instant("due_at"),
            finishedAt: try row.instantOrNull("finished_at"), document: try row.json("document"))
        guard let item else { throw StorageError.malformed("a case") }
        return item
    }
}
