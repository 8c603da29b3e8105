import Crypto
import Foundation
package import StorageKit

/// Signs unsubscribe links and reads them back. The key lives in the database, so that every replica reads the links of
/// every other, also after a restart; links do not expire, since an old newsletter must be unsubscribable too.
package struct UnsubscribeLinks: Sendable {
    private let key: SymmetricKey
    /// Where people and mail programs reach this service, without a slash at the end.
    private let baseURL: String

    init(key: SymmetricKey, baseURL: String) {
        self.key = key
        self.baseURL = baseURL
    }

    /// Reads the key, made when there is none.
    package static func load(from database: any Database, baseURL: String) async throws -> UnsubscribeLinks {
        let fresh = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        let bytes = try await database.write { tx in
            try tx.execute("INSERT INTO journey_secret (name, value) VALUES ('unsubscribe', $1) ON CONFLICT (name) DO NOTHING", [fresh])
            return try tx.row("SELECT value FROM journey_secret WHERE name = 'unsubscribe'")?.blob("value") ?? fresh
        }
        return UnsubscribeLinks(key: SymmetricKey(data: bytes), baseURL: baseURL)
    }

    package func url(_ token: UnsubscribeToken) -> String { "\(baseURL)/v1/unsubscribe/\(text(token))" }

    package func text(_ token: UnsubscribeToken) -> String {
        let signature = HMAC<SHA256>.authenticationCode(for: Data(token.payload.utf8), using: key)
        return Self.base64URL(Data(token.payload.utf8)) + "." + Self.base64URL(Data(signature))
    }

    /// nil when we did not sign it.
    package func token(_ text: String) -> UnsubscribeToken? {
        let parts = text.split(separator: ".")
        guard parts.count == 2, let payload = Self.data(String(parts[0])), let signature = Self.data(String(parts[1])),
            HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: payload, using: key)
        else { return nil }
        return UnsubscribeToken(payload: String(decoding: payload, as: UTF8.self))
    }

    /// RFC 4648, section 5, without padding.
    private static func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func data(_ text: String) -> Data? {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: standard + String(repeating: "=", count: (4 - standard.count % 4) % 4))
    }
}
