package import CommonModels

extension ConsentRecord {
    /// The track event by which any source states a consent.
    package static let eventName = "Consent Updated"

    /// Reads `{purpose, channel, status, legal_basis?, text_version?, expires_at?, language?}`.
    /// - Throws: ``IngestRejection/invalidConsent(field:)`` naming the member at fault.
    package init(eventProperties properties: JSONValue, at time: Instant, source: String) throws(IngestRejection) {
        guard let purpose = properties["purpose"]?.stringValue.flatMap(Purpose.init(rawValue:)) else {
            throw .invalidConsent(field: "purpose")
        }
        guard let channel = Channel(rawValue: properties["channel"]?.stringValue ?? "all") else {
            throw .invalidConsent(field: "channel")
        }
        guard let status = properties["status"]?.stringValue.flatMap(ConsentStatus.init), status.canBeStated else {
            throw .invalidConsent(field: "status")
        }
        guard let basis = LegalBasis(rawValue: properties["legal_basis"]?.stringValue ?? "consent") else {
            throw .invalidConsent(field: "legal_basis")
        }
        let expiry = properties["expires_at"]?.stringValue
        let expiresAt = expiry.flatMap { Instant(rfc3339: $0) }
        if expiry != nil, expiresAt == nil { throw .invalidConsent(field: "expires_at") }
        self.init(
            purpose: purpose, channel: channel, status: status, legalBasis: basis, source: source,
            textVersion: properties["text_version"]?.stringValue, at: time, expiresAt: expiresAt,
            evidence: ConsentEvidence(language: properties["language"]?.stringValue))
    }
}

extension ConsentStatus {
    /// What a source may say; that somebody was never asked or has yet to confirm is found here.
    package var canBeStated: Bool { self != .unknown && self != .pending }
}
