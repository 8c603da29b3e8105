import CommonModels
import ProfileDomain
import StorageKit

/// Keeps consents: every statement for ever as proof, and per purpose and channel the one that counts now.
enum ConsentStore {
    struct Entry: Sendable {
        let profileId: ProfileID
        let record: ConsentRecord
        let recordedAt: Instant
        let eventId: EventID?
    }

    static func save(_ entries: [Entry], in transaction: any SQLTransaction) throws {
        guard !entries.isEmpty else { return }
        try transaction.insert(
            into: "consent_record",
            columns: [
                "profile_id", "purpose", "channel", "status", "legal_basis", "source", "text_version", "at", "expires_at",
                "recorded_at", "event_id",
            ],
            rows: entries.map { entry in
                let record = entry.record
                return [
                    entry.profileId.sqlValue, .text(record.purpose.rawValue), .text(record.channel.rawValue),
                    .text(record.status.rawValue), .text(record.legalBasis.rawValue), .text(record.source),
                    record.textVersion.sqlValue, record.at.sqlValue, record.expiresAt.sqlValue, entry.recordedAt.sqlValue,
                    entry.eventId.sqlValue,
                ]
            }, onConflict: .fail)
        try transaction.executeMany(
            """
            INSERT INTO consent (profile_id, purpose, channel, status, at, source, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (profile_id, purpose, channel) DO UPDATE SET status = excluded.status, at = excluded.at,
                source = excluded.source, expires_at = excluded.expires_at WHERE excluded.at >= consent.at
            """,
            entries.map { entry in
                let record = entry.record
                return [
                    entry.profileId.sqlValue, .text(record.purpose.rawValue), .text(record.channel.rawValue),
                    .text(record.status.rawValue), record.at.sqlValue, .text(record.source), record.expiresAt.sqlValue,
                ]
            })
    }

    static func load(_ id: ProfileID, in transaction: any SQLTransaction) throws -> [ConsentView] {
        try transaction.rows(
            """
            SELECT purpose, channel, status, at, source, expires_at FROM consent WHERE profile_id = $1 ORDER BY purpose, channel
            """, [id]
        ).map { row in
            guard let purpose = Purpose(rawValue: try row.text("purpose")), let channel = Channel(rawValue: try row.text("channel")),
                let status = ConsentStatus(rawValue: try row.text("status"))
            else { throw StorageError.malformed("a consent row of \(id)") }
            return ConsentView(
                purpose: purpose, channel: channel, status: status, at: try row.instant("at"), source: try row.text("source"),
                expiresAt: try row.instantOrNull("expires_at"))
        }
    }
}
