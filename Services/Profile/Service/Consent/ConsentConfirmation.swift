import CommonModels
import ProfileDomain
import StorageKit

/// A statement that waits for its confirmation (double opt-in), named by the event that tells of it.
struct ConsentConfirmation: Sendable {
    /// How long the link works.
    static let lifetime = Duration.days(7)

    /// Where it stands.
    enum State: Hashable, Sendable {
        case open, expired, used
        /// The person said something else since, or confirmed another link.
        case superseded
    }

    let eventId: EventID
    let profileId: ProfileID
    let purpose: Purpose
    let channel: Channel
    let legalBasis: LegalBasis
    let textVersion: String?
    let language: String?
    let openedAt: Instant
    let expiresAt: Instant
    var usedAt: Instant?

    init(of entry: ConsentStore.Entry, event: EventID) {
        eventId = event
        profileId = entry.profileId
        purpose = entry.record.purpose
        channel = entry.record.channel
        legalBasis = entry.record.legalBasis
        textVersion = entry.record.textVersion
        language = entry.record.evidence.language
        openedAt = entry.recordedAt
        expiresAt = entry.recordedAt + Self.lifetime
    }

    /// - Parameter present: the person's own record for this purpose and channel.
    func state(at now: Instant, present: ConsentStatus) -> State {
        if usedAt != nil { return .used }
        guard present == .pending else { return .superseded }
        return now < expiresAt ? .open : .expired
    }
}

extension ConsentConfirmation {
    private init(_ row: SQLRow) throws {
        guard let purpose = Purpose(rawValue: try row.text("purpose")) else { throw StorageError.malformed("a confirmation's purpose") }
        eventId = try row.id("event_id")
        profileId = try row.id("profile_id")
        self.purpose = purpose
        channel = try row.name("channel")
        legalBasis = try row.name("legal_basis")
        textVersion = try row.textOrNull("text_version")
        language = try row.textOrNull("language")
        openedAt = try row.instant("opened_at")
        expiresAt = try row.instant("expires_at")
        usedAt = try row.instantOrNull("used_at")
    }

    static func find(_ event: EventID, in transaction: any SQLTransaction) throws -> ConsentConfirmation? {
        try transaction.row("SELECT * FROM consent_confirmation WHERE event_id = $1", [event]).map { try ConsentConfirmation($0) }
    }

    func insert(in transaction: any SQLTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO consent_confirmation (event_id, profile_id, purpose, channel, legal_basis, text_version, language, opened_at,
                expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [eventId, profileId, purpose.rawValue, channel.rawValue, legalBasis.rawValue, textVersion, language, openedAt, expiresAt])
    }

    func markUsed(at now: Instant, in transaction: any SQLTransaction) throws {
        try transaction.execute("UPDATE consent_confirmation SET used_at = $1 WHERE event_id = $2", [now, eventId])
    }
}
