package import CommonModels
import Crypto

/// The hash of an audit entry: SHA-256 over length-prefixed fields, so that no two entries write the same bytes.
package enum AuditChain {
    /// What stands before the first entry.
    package static let genesis = String(repeating: "0", count: 64)

    package static func hash(
        previous: String, sequence: Int64, at: Instant, actor: String, action: String, object: String, origin: String, detail: String
    ) -> String {
        var hasher = SHA256()
        for field in [previous, String(sequence), String(at.microseconds), actor, action, object, origin, detail] {
            let bytes = Array(field.utf8)
            hasher.update(data: Array("\(bytes.count):".utf8))
            hasher.update(data: bytes)
        }
        return Hex.text(hasher.finalize())
    }
}
