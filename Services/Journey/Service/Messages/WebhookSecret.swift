import Crypto
import Foundation
import StorageKit

/// The secret webhooks are signed with: the configured one, or one made at first start and kept.
enum WebhookSecret {
    static func load(_ configured: String?, from database: any Database) async throws -> String {
        if let configured { return configured }
        let fresh = SymmetricKey(size: .bits256).withUnsafeBytes { "whsec_" + Data($0).base64EncodedString() }
        return try await database.write { tx in
            try tx.execute(
                "INSERT INTO journey_secret (name, value) VALUES ('webhook', $1) ON CONFLICT (name) DO NOTHING", [Array(fresh.utf8)])
            let kept = try tx.row("SELECT value FROM journey_secret WHERE name = 'webhook'")?.blob("value")
            return kept.map { String(decoding: $0, as: UTF8.self) } ?? fresh
        }
    }
}
