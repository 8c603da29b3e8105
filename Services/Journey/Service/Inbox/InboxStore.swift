package import CommonModels
import JourneyDomain
package import StorageKit

/// Keeps in-app messages.
package struct InboxStore: Sendable {
    package init() {}

    package func insert(_ note: InboxNote, in tx: any SQLTransaction) throws {
        try tx.execute(
            """
            INSERT INTO journey_inbox (id, profile_id, run_id, node_id, journey_id, title, body, html, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (run_id, node_id) DO NOTHING
            """,
            [note.id, note.profileID, note.runID, note.nodeID.rawValue, note.journeyID, note.title, note.body, note.html, note.createdAt])
    }

    /// Notes of a person, newest first, below the id `before`.
    package func notes(of profile: ProfileID, before: String?, limit: Int, in tx: any SQLTransaction) throws -> [InboxNote] {
        try tx.rows(
            "SELECT * FROM journey_inbox WHERE profile_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", [profile, before ?? "n", limit]
        ).map(Self.note)
    }

    package func unread(of profile: ProfileID, in tx: any SQLTransaction) throws -> Int64 {
        try tx.row("SELECT COUNT(*) AS n FROM journey_inbox WHERE profile_id = $1 AND read_at IS NULL", [profile])?.integer("n") ?? 0
    }

    /// The first reading counts.
    /// - Returns: the note, nil when there is none.
    package func markRead(_ id: MessageID, at now: Instant, in tx: any SQLTransaction) throws -> InboxNote? {
        try tx.execute("UPDATE journey_inbox SET read_at = $2 WHERE id = $1 AND read_at IS NULL", [id, now])
        return try tx.row("SELECT * FROM journey_inbox WHERE id = $1", [id]).map(Self.note)
    }

    private static func note(_ row: SQLRow) throws -> InboxNote {
        InboxNote(
            id: try row.id("id"), profileID: try row.id("profile_id"), runID: try row.id("run_id"), nodeID: try row.node("node_id"),
            journeyID: try row.id("journey_id"), title: try row.text("title"), body: try row.text("body"), html: try row.textOrNull("html"),
            createdAt: try row.instant("created_at"), readAt: try row.instantOrNull("read_at"))
    }
}
