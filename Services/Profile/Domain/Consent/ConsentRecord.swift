package import CommonModels

/// One statement of consent: append-only proof of who agreed to or refused what, when, on which text.
package struct ConsentRecord: Hashable, Sendable {
    package static let textVersionLengthMax = 100  // characters

    package let purpose: Purpose
    package let channel: Channel
    package var status: ConsentStatus
    package let legalBasis: LegalBasis
    package let source: String
    /// The version of the text that was shown, e.g. `2026-03`.
    package let textVersion: String?
    package let at: Instant
    package var expiresAt: Instant?
    package var evidence: ConsentEvidence

    package init(
        purpose: Purpose, channel: Channel, status: ConsentStatus, legalBasis: LegalBasis, source: String, textVersion: String?,
        at: Instant, expiresAt: Instant?, evidence: ConsentEvidence = .none
    ) {
        self.purpose = purpose
        self.channel = channel
        self.status = status
        self.legalBasis = legalBasis
        self.source = source
        self.textVersion = textVersion
        self.at = at
        self.expiresAt = expiresAt
        self.evidence = evidence
    }

    package var view: ConsentView {
        ConsentView(purpose: purpose, channel: channel, status: status, at: at, source: source, expiresAt: expiresAt)
    }
}

/// The grounds of GDPR article 6 (1).
package enum LegalBasis: String, Hashable, Sendable, Codable, CaseIterable {
    case consent, contract, legalObligation, vitalInterests, publicTask, legitimateInterests
}
