import CommonModels
import ServiceKit

/// The body of `POST /v1/profiles/{id}/consent-links`.
struct ConsentLinkRequest: Decodable, Sendable {
    enum Kind: String, Decodable, Sendable { case preferences, unsubscribe }

    let kind: Kind
    /// Of an unsubscribe link.
    let purpose: Purpose?
    let channel: Channel?

    /// - Throws: ``Problem/validation(_:)`` when an unsubscribe link names no purpose.
    func link(of profile: ProfileID, _ links: ConsentLinks, at now: Instant) throws -> ConsentLinkView {
        switch kind {
        case .preferences:
            return ConsentLinkView(url: links.preferences.url(of: profile, at: now), expiresAt: now + PreferenceLinks.lifetime)
        case .unsubscribe:
            guard let purpose else { throw Problem.validation([Problem.Fault("is needed for an unsubscribe link", pointer: "/purpose")]) }
            let subject = ConsentSubject(profile: profile, purpose: purpose, channel: channel ?? .all)
            return ConsentLinkView(url: links.unsubscribeURL(subject), expiresAt: nil)
        }
    }
}

/// A link for one person.
struct ConsentLinkView: Encodable, Sendable {
    let url: String
    /// Nil when it works for ever.
    let expiresAt: Instant?
}
