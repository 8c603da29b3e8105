import CommonModels
import ProfileDomain
import StorageKit

/// Keeps consents: every statement for ever as proof, and per purpose and channel the one that counts now.
enum ConsentStore {
    struct Entry: Sendable {
        var profileId: ProfileID
        var record: ConsentRecord
        let recordedAt: Instant
        let eventId: EventID?
    }

    static func save(_ entries: [Entry], in transaction: any SQLTransaction) throws {
        guard !entries.isEmpty else { return }
        try transaction.insert(
            into: "consent_record",
            columns: [
                "profile_id", "purpose", "channel", "status", "legal_basis", "source", "text_version", "at", "expires_at",
                "recorded_at", "event_id", "language", "ip", "user_agent",
            ],
            rows: entries.map { entry in
                let record = entry.record
                return [
                    entry.profileId.sqlValue, .text(record.purpose.rawValue), .text(record.channel.rawValue),
                    .text(record.status.rawValue), .text(record.legalBasis.rawValue), .text(record.source),
                    record.textVersion.sqlValue, record.at.sqlValue, record.expiresAt.sqlValue, entry.recordedAt.sqlValue,
                    entry.eventId.sqlValue, record.evidence.language.sqlValue, record.evidence.ip.sqlValue,
                    record.evidence.userAgent.sqlValue,
                ]
            }, onConflict: .fail)
        // Whoever was merged in this transaction after the statement: what they said counts for the survivor, unless the
        // survivor spoke at the same time or later.
        let survivors = try survivors(of: Set(entries.map(\.profileId)), in: transaction)
        try count(latest(entries.filter { survivors[$0.profileId] != nil }), for: survivors, ">", in: transaction)
        try count(entries.filter { survivors[$0.profileId] == nil }, for: [:], ">=", in: transaction)
    }

    /// Makes statements the present ones where they are later.
    private static func count(
        _ entries: [Entry], for survivors: [ProfileID: ProfileID], _ later: String, in transaction: any SQLTransaction
    ) throws {
        try transaction.executeMany(
            """
            INSERT INTO consent (profile_id, purpose, channel, status, at, source, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (profile_id, purpose, channel) DO UPDATE SET status = excluded.status, at = excluded.at,
                source = excluded.source, expires_at = excluded.expires_at WHERE excluded.at \(later) consent.at
            """,
            entries.map { entry in
                let record = entry.record
                return [
                    (survivors[entry.profileId] ?? entry.profileId).sqlValue, .text(record.purpose.rawValue),
                    .text(record.channel.rawValue), .text(record.status.rawValue), record.at.sqlValue, .text(record.source),
                    record.expiresAt.sqlValue,
                ]
            })
    }

    /// Of the statements of one profile on one purpose and channel the latest; at equal times the later arrival.
    private static func latest(_ entries: [Entry]) -> [Entry] {
        struct Subject: Hashable {
            let profile: ProfileID
            let purpose: Purpose
            let channel: Channel
        }
        var latest: [Subject: Int] = [:]
        for (index, entry) in entries.enumerated() {
            let subject = Subject(profile: entry.profileId, purpose: entry.record.purpose, channel: entry.record.channel)
            if latest[subject].map({ entries[$0].record.at <= entry.record.at }) ?? true { latest[subject] = index }
        }
        return latest.values.sorted().map { entries[$0] }
    }

    static func survivors(
        of ids: Set<ProfileID>, in transaction: any SQLTransaction
    ) throws -> [ProfileID: ProfileID] {
        let sql = "SELECT profile_id, merged_into FROM profile WHERE merged_into IS NOT NULL AND profile_id IN"
        return try transaction.rows(sql, in: ids.map(\.rawValue)).reduce(into: [:]) { survivors, row in
            survivors[try row.id("profile_id")] = try row.id("merged_into")
        }
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
