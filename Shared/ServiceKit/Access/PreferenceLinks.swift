package import CommonModels
import Foundation

/// Links by which a person opens their own preference centre without signing in. Every service can make one, since all
/// share the folder of secrets; Profile answers them.
package struct PreferenceLinks: Sendable {
    /// The name of the secret that signs the links of consent.
    package static let secretName = "consent.key"
    /// Mail is read late; the link in it should work as long as it is likely to be used.
    package static let lifetime = Duration.days(180)

    private let signer: LinkSigner
    /// Where people reach Profile, without a slash at the end.
    private let baseURL: String

    package init(secret: [UInt8], baseURL: String) {
        signer = LinkSigner(secret: secret, kind: "preferences")
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
    }

    /// - Throws: ``AccessFileError`` when the secret cannot be read or made.
    package init(_ settings: ServiceSettings) throws {
        self.init(
            secret: try SecretFolder(path: settings.secretFolder).secret(named: Self.secretName),
            baseURL: settings.consoleLinks[.profile]?.absoluteString ?? settings.baseURL)
    }

    package func url(of profile: ProfileID, at now: Instant) -> String { "\(baseURL)/preferences/\(token(of: profile, at: now))" }

    package func token(of profile: ProfileID, at now: Instant) -> String {
        signer.token("\(profile.rawValue).\((now + Self.lifetime).secondsSince1970)")
    }

    /// What a token says.
    package enum Reading: Hashable, Sendable {
        case profile(ProfileID)
        /// Ours, and too old.
        case expired
        case notOurs
    }

    package func read(_ token: String, at now: Instant) -> Reading {
        let parts = signer.payload(token)?.split(separator: ".").map(String.init) ?? []
        guard parts.count == 2, let profile = ProfileID(parts[0]), let end = Int64(parts[1]) else { return .notOurs }
        return now < Instant(secondsSince1970: end) ? .profile(profile) : .expired
    }
}
