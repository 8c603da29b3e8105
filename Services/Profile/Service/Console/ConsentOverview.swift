import CommonModels
import StorageKit

/// How consent stands over all customers.
struct ConsentOverview: Sendable {
    static let recordsMax = 50

    let database: any Database

    /// People of one status for a purpose on a channel.
    struct Count: Sendable {
        let purpose: Purpose
        let channel: Channel
        let status: ConsentStatus
        let people: Int64
    }

    /// One statement, as it was recorded.
    struct Record: Sendable {
        let profileID: ProfileID
        let purpose: Purpose
        let channel: Channel
        let status: ConsentStatus
        let legalBasis: String
        let source: String
        let textVersion: String?
        let at: Instant
    }

    func counts() async throws -> [Count] {
        try await database.read { transaction in
            try transaction.rows(
                "SELECT purpose, channel, status, count(*) AS people FROM consent GROUP BY purpose, channel, status ORDER BY purpose, channel, status",
                []
            ).compactMap { row in
                guard let (purpose, channel, status) = try Self.kinds(row) else { return nil }
                return Count(purpose: purpose, channel: channel, status: status, people: try row.integer("people"))
            }
        }
    }

    /// The newest statements.
    func latest() async throws -> [Record] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT profile_id, purpose, channel, status, legal_basis, source, text_version, at FROM consent_record
                ORDER BY record_id DESC LIMIT $1
                """, [Self.recordsMax]
            ).compactMap { row in
                guard let (purpose, channel, status) = try Self.kinds(row) else { return nil }
                return Record(
                    profileID: try row.id("profile_id"), purpose: purpose, channel: channel, status: status,
                    legalBasis: try row.text("legal_basis"), source: try row.text("source"),
                    textVersion: try row.textOrNull("text_version"),
                    at: try row.instant("at"))
            }
        }
    }

    private static func kinds(_ row: SQLRow) throws -> (Purpose, Channel, ConsentStatus)? {
        guard let purpose = Purpose(rawValue: try row.text("purpose")), let channel = Channel(rawValue: try row.text("channel")),
            let status = ConsentStatus(rawValue: try row.text("status"))
        else { return nil }
        return (purpose, channel, status)
    }
}
