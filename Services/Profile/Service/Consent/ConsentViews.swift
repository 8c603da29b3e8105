import CommonModels
import ProfileDomain

/// What counts for a purpose on a channel and why, on the wire. The members of ``ConsentView`` come first.
struct EffectiveConsentView: Encodable, Sendable {
    let purpose: Purpose
    let channel: Channel
    let status: ConsentStatus
    let reason: EffectiveConsent.Reason
    /// `expired` and `withdrawn` have their time in the record behind.
    let at: Instant?
    let source: String?
    let expiresAt: Instant?
    let legalBasis: LegalBasis?
    let textVersion: String?
    let `default`: ConsentDefault
    let region: String?

    init(_ consent: EffectiveConsent, _ proofs: [ConsentHistory.Proof]) {
        purpose = consent.purpose
        channel = consent.channel
        status = consent.status
        reason = consent.reason
        at = consent.record?.at
        source = consent.record?.source
        expiresAt = consent.record?.expiresAt
        let proof = proofs.first { $0.record.purpose == consent.purpose && $0.record.channel == consent.record?.channel }
        legalBasis = proof?.record.legalBasis
        textVersion = proof?.record.textVersion
        `default` = consent.finding.standing
        region = consent.finding.region
    }
}

/// The answer of `GET /v1/profiles/{id}/consents`.
struct ConsentStandingView: Encodable, Sendable {
    let profileId: ProfileID
    let at: Instant
    let country: String?
    let region: String?
    let catalogueVersion: Int
    let items: [EffectiveConsentView]

    init(_ standing: ConsentHistory.Standing) {
        profileId = standing.profileId
        at = standing.at
        country = standing.country?.rawValue
        region = standing.region?.key
        catalogueVersion = standing.catalogueVersion
        items = standing.items.map { EffectiveConsentView($0, standing.proofs) }
    }
}

/// One proof on the wire. Address and browser are shown to those who may see personal data.
struct ConsentProofView: Encodable, Sendable {
    let id: Int64
    let profileId: ProfileID
    let purpose: Purpose
    let channel: Channel
    let status: ConsentStatus
    let legalBasis: LegalBasis
    let source: String
    let textVersion: String?
    let language: String?
    let ip: String?
    let userAgent: String?
    let at: Instant
    let expiresAt: Instant?
    let recordedAt: Instant

    init(_ proof: ConsentHistory.Proof, seesPersonalData: Bool) {
        let record = proof.record
        id = proof.id
        profileId = proof.profileId
        purpose = record.purpose
        channel = record.channel
        status = record.status
        legalBasis = record.legalBasis
        source = record.source
        textVersion = record.textVersion
        language = record.evidence.language
        ip = seesPersonalData ? record.evidence.ip : nil
        userAgent = seesPersonalData ? record.evidence.userAgent : nil
        at = record.at
        expiresAt = record.expiresAt
        recordedAt = proof.recordedAt
    }
}
