package import CommonModels
package import StorageKit

/// The outbox of facts for Profile.
package struct FactStore: Sendable {
    package init() {}

    /// A fact that is there already stays as it is.
    package func insert(_ facts: [Fact], in tx: any SQLTransaction) throws {
        guard !facts.isEmpty else { return }
        try tx.insert(
            into: "journey_fact", columns: ["id", "profile_id", "kind", "body", "attempts", "due", "created_at"],
            rows: facts.map {
                [
                    .text($0.id), $0.profileID.sqlValue, .text($0.kind.rawValue), JSONValue.object($0.body).sqlValue, 0, $0.at.sqlValue,
                    $0.at.sqlValue,
                ]
            }, onConflict: .ignore)
    }

    /// Claims facts to tell, until `lease`.
    package func claim(at now: Instant, lease: Instant, limit: Int, in tx: any SQLTransaction) throws -> [Fact] {
        let facts = try tx.rows(
            "SELECT * FROM journey_fact WHERE due <= $1 ORDER BY due, id LIMIT $2\(tx.engine.forUpdateSkipLocked)", [now, limit]
        ).map { row in
            Fact(
                id: try row.text("id"), profileID: try row.id("profile_id"), kind: try row.name("kind"),
                body: try row.json("body").objectValue ?? [:], at: try row.instant("created_at"))
        }
        try tx.executeMany(
            "UPDATE journey_fact SET due = $2, attempts = attempts + 1 WHERE id = $1", facts.map { [.text($0.id), lease.sqlValue] })
        return facts
    }

    /// Profile has them.
    package func remove(_ facts: [Fact], in tx: any SQLTransaction) throws {
        try tx.executeMany("DELETE FROM journey_fact WHERE id = $1", facts.map { [.text($0.id)] })
    }

    package func postpone(_ facts: [Fact], until due: Instant, in tx: any SQLTransaction) throws {
        try tx.executeMany("UPDATE journey_fact SET due = $2 WHERE id = $1", facts.map { [.text($0.id), due.sqlValue] })
    }

    package func nextDue(in tx: any SQLTransaction) throws -> Instant? {
        try tx.row("SELECT MIN(due) AS due FROM journey_fact")?.instantOrNull("due")
    }

    package func count(in tx: any SQLTransaction) throws -> Int64 {
        try tx.row("SELECT COUNT(*) AS n FROM journey_fact")?.integer("n") ?? 0
    }
}
