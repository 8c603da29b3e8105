package import CommonModels
import Crypto

/// Makes and reads the session cookie: `user.issued.expires.stamp.nonce.mac`, signed with HMAC-SHA256.
///
/// All services share the secret, so one sign-in serves the whole console and no replica keeps sessions.
package struct SessionSigner: Sendable {
    /// How long a session lasts without signing in again.
    package static let lifetime = Duration.hours(12)

    private let key: SymmetricKey

    package init(secret: [UInt8]) { key = SymmetricKey(data: SHA256.hash(data: secret)) }

    package func issue(to user: LocalUser, at now: Instant) -> Session {
        var random = SystemRandomNumberGenerator()
        let nonce = Hex.text((0..<16).map { _ in UInt8.random(in: 0...255, using: &random) })
        let expires = now + Self.lifetime
        let body = "\(user.id.rawValue).\(now.secondsSince1970).\(expires.secondsSince1970).\(user.password.stamp).\(nonce)"
        return Session(
            userID: user.id, expiresAt: Instant(secondsSince1970: expires.secondsSince1970), stamp: user.password.stamp,
            csrfToken: mac("csrf", body), cookieValue: body + "." + mac("session", body))
    }

    /// - Returns: nil if it was not made by us, is expired, or is of another form.
    package func verify(_ cookieValue: String, at now: Instant) -> Session? {
        let parts = cookieValue.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 6, let userID = UserID(String(parts[0])), let expires = Int64(parts[2]) else { return nil }
        let body = parts[0..<5].joined(separator: ".")
        guard ConstantTime.equal(Array(mac("session", body).utf8), Array(parts[5].utf8)) else { return nil }
        let expiresAt = Instant(secondsSince1970: expires)
        guard now < expiresAt else { return nil }
        return Session(
            userID: userID, expiresAt: expiresAt, stamp: String(parts[3]), csrfToken: mac("csrf", body), cookieValue: cookieValue)
    }

    private func mac(_ purpose: String, _ body: String) -> String {
        Base64URL.text(HMAC<SHA256>.authenticationCode(for: Array("\(purpose)|\(body)".utf8), using: key))
    }
}
