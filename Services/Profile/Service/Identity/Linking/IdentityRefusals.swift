import CommonModels
import ProfileDomain
import StorageKit

/// Counts stated values that identify nobody: by day, source, namespace and reason, with the last event that stated one.
/// The values themselves stay in the events.
struct IdentityRefusals {
    private struct Key: Hashable {
        let day: Int64
        let source: String
        let refused: IdentityClaims.Refused
    }

    /// A line of a list.
    struct Entry: Hashable, Sendable, Encodable {
        let day: String
        let source: String
        let namespace: String
        let reason: String
        let refused: Int64
        let lastAt: Instant
        let eventId: EventID
    }

    private var counts: [Key: (count: Int, last: Instant, event: EventID)] = [:]

    mutating func count(_ refused: [IdentityClaims.Refused], source: String, at received: Instant, event: EventID) {
        for refusal in refused {
            let key = Key(day: received.utcDay, source: source, refused: refusal)
            counts[key] = ((counts[key]?.count ?? 0) + 1, received, event)
        }
    }

    func save(in transaction: any SQLTransaction) throws {
        try transaction.executeMany(
            """
            INSERT INTO identity_refusal (day, source, namespace, reason, refused, last_at, event_id) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (day, source, namespace, reason) DO UPDATE SET refused = identity_refusal.refused + excluded.refused,
                last_at = excluded.last_at, event_id = excluded.event_id
            """,
            counts.map { key, seen in
                [
                    key.day.sqlValue, .text(key.source), .text(key.refused.namespace.rawValue), .text(key.refused.reason.code),
                    seen.count.sqlValue, seen.last.sqlValue, seen.event.sqlValue,
                ]
            })
    }

    /// The last `days` UTC days, the newest day and the most frequent first; at most 1000 lines.
    static func recent(days: Int64, now: Instant, in transaction: any SQLTransaction) throws -> [Entry] {
        try transaction.rows(
            """
            SELECT day, source, namespace, reason, refused, last_at, event_id FROM identity_refusal WHERE day > $1
            ORDER BY day DESC, refused DESC, source, namespace, reason LIMIT 1000
            """, [now.utcDay - days]
        ).map { row in
            Entry(
                day: CivilDate(daysSince1970: try row.integer("day")).description, source: try row.text("source"),
                namespace: try row.text("namespace"), reason: try row.text("reason"), refused: try row.integer("refused"),
                lastAt: try row.instant("last_at"), eventId: try row.id("event_id"))
        }
    }
}
