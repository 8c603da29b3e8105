import Crypto
import Foundation

/// Signs short texts that travel in links and reads them back: `payload.mac` in base64url, HMAC-SHA256.
///
/// Links of one kind are never taken for another's: the kind is part of what is signed.
package struct LinkSigner: Sendable {
    /// Longer tokens are not looked at.
    package static let tokenLengthMax = 1_000  // characters

    private let key: SymmetricKey
    private let kind: String

    package init(secret: [UInt8], kind: String) {
        key = SymmetricKey(data: SHA256.hash(data: secret))
        self.kind = kind
    }

    package func token(_ payload: String) -> String {
        let bytes = Array(payload.utf8)
        return Base64URL.text(bytes) + "." + Base64URL.text(mac(bytes))
    }

    /// - Returns: nil when we did not sign it for this kind of link.
    package func payload(_ token: String) -> String? {
        guard token.utf8.count <= Self.tokenLengthMax else { return nil }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let payload = Base64URL.bytes(parts[0]), let given = Base64URL.bytes(parts[1]),
            ConstantTime.equal(given, mac(payload))
        else { return nil }
        return String(validating: payload, as: UTF8.self)
    }

    private func mac(_ payload: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("\(kind)|".utf8) + payload, using: key))
    }
}
