package import CommonModels
import Crypto

/// Keyed hashes by which somebody who was erased can be recognized without anybody knowing them: HMAC-SHA-256 (RFC 2104)
/// with a key that lies outside the database. Without the key a hash tells nothing, not even to who guesses values.
package struct SubjectHasher: Sendable {
    private let key: SymmetricKey

    package init(key: [UInt8]) { self.key = SymmetricKey(data: key) }

    package func hash(_ identity: IdentityKey) -> String { hash("identity", identity.namespace.rawValue, identity.value) }
    package func hash(_ profile: ProfileID) -> String { hash("profile", profile.rawValue, "") }
    package func hash(messageID: String) -> String { hash("message", messageID, "") }

    /// 64 hexadecimal digits.
    private func hash(_ kind: String, _ first: String, _ second: String) -> String {
        // Lengths first, so that no two triples write the same bytes.
        let text = "\(kind):\(first.utf8.count):\(first):\(second)"
        let digits = Array("0123456789abcdef".utf8)
        let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64)
        for byte in code {
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
