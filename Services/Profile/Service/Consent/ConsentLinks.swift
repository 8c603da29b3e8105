package import CommonModels
import Foundation
package import ServiceKit

/// The links people get about consent. Each kind is signed apart, so that none can be used as another.
package struct ConsentLinks: Sendable {
    package let preferences: PreferenceLinks
    private let confirmations: LinkSigner
    private let unsubscribing: LinkSigner
    /// Where people reach Profile, without a slash at the end.
    private let baseURL: String

    package init(secret: [UInt8], baseURL: String) {
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        preferences = PreferenceLinks(secret: secret, baseURL: baseURL)
        confirmations = LinkSigner(secret: secret, kind: "confirm")
        unsubscribing = LinkSigner(secret: secret, kind: "unsubscribe")
    }

    /// - Throws: `AccessFileError` when the secret cannot be read or made.
    package init(_ settings: ServiceSettings) throws {
        let secret = try SecretFolder(path: settings.secretFolder).secret(named: PreferenceLinks.secretName)
        self.init(secret: secret, baseURL: settings.consoleLinks[.profile]?.absoluteString ?? settings.baseURL)
    }

    /// Confirms the pending statement that `event` tells of.
    package func confirmURL(_ event: EventID) -> String { "\(baseURL)/consent/confirm/\(confirmations.token(event.rawValue))" }

    package func confirmation(_ token: String) -> EventID? { confirmations.payload(token).flatMap { EventID($0) } }

    /// Withdraws one purpose on one channel (RFC 8058). It does not expire: an old newsletter must be unsubscribable too.
    package func unsubscribeURL(_ subject: ConsentSubject) -> String {
        let payload = "\(subject.profile.rawValue).\(subject.purpose.rawValue).\(subject.channel.rawValue)"
        return "\(baseURL)/v1/one-click/\(unsubscribing.token(payload))"
    }

    package func unsubscribe(_ token: String) -> ConsentSubject? {
        let parts = unsubscribing.payload(token)?.split(separator: ".").map(String.init) ?? []
        guard parts.count == 3, let profile = ProfileID(parts[0]), let purpose = Purpose(rawValue: parts[1]),
            let channel = Channel(rawValue: parts[2])
        else { return nil }
        return ConsentSubject(profile: profile, purpose: purpose, channel: channel)
    }
}

/// What a consent is about.
package struct ConsentSubject: Hashable, Sendable {
    package let profile: ProfileID
    package let purpose: Purpose
    package let channel: Channel

    package init(profile: ProfileID, purpose: Purpose, channel: Channel) {
        self.profile = profile
        self.purpose = purpose
        self.channel = channel
    }
}
