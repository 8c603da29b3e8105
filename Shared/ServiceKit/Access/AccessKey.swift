package import CommonModels

/// An API key as the access file keeps it; the key itself is shown once and never stored.
package struct AccessKey: Hashable, Sendable, Codable, Identifiable {
    package static let nameLengthMax = 80  // characters

    package enum Kind: String, Hashable, Sendable, Codable {
        /// `maru_wk_…`: may only ingest.
        case write
        /// `maru_sk_…`: may do what its scopes say.
        case server
    }

    package let id: KeyID
    package let kind: Kind
    /// What it is for; of a write key also the source of its events.
    package let name: String
    package let scopes: [Scope]
    /// SHA-256 of the key's text, 64 hexadecimal digits. The key has 256 random bits, so no slow hash is needed.
    package let hash: String
    package let createdAt: Instant
    package let expiresAt: Instant?

    package init(id: KeyID, kind: Kind, name: String, scopes: [Scope], hash: String, createdAt: Instant, expiresAt: Instant?) {
        self.id = id
        self.kind = kind
        self.name = name
        self.scopes = scopes
        self.hash = hash
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
