import CommonModels
import ProfileDomain
import ServiceKit

/// The body of `POST /v1/profiles/{id}/consents`.
struct ConsentStatement: Decodable, Sendable {
    let purpose: Purpose
    let channel: Channel
    let status: ConsentStatus
    let legalBasis: LegalBasis?
    let textVersion: String?
    let expiresAt: Instant?
    /// The language of the text that was shown, and where the person was when they agreed.
    let language: String?
    let ip: String?
    let userAgent: String?
    /// The sender has had the grant confirmed already, by a double opt-in of its own.
    let isConfirmed: Bool?
    /// When the person said so, if the caller could not tell at once; at most now.
    let at: Instant?

    /// - Throws: ``Problem/validation(_:)``.
    func record(source: String, at now: Instant) throws -> ConsentRecord {
        guard status.canBeStated else {
            throw Problem.validation([Problem.Fault("must be granted, denied, withdrawn or expired", pointer: "/status")])
        }
        if let textVersion, textVersion.count > ConsentRecord.textVersionLengthMax {
            throw Problem.validation([Problem.Fault("at most \(ConsentRecord.textVersionLengthMax) characters", pointer: "/textVersion")])
        }
        return ConsentRecord(
            purpose: purpose, channel: channel, status: status, legalBasis: legalBasis ?? .consent, source: source,
            textVersion: textVersion, at: min(at ?? now, now), expiresAt: expiresAt,
            evidence: ConsentEvidence(language: language, ip: ip, userAgent: userAgent))
    }
}
