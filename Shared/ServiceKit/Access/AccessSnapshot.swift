import CommonModels

/// The access file, ready for look-ups.
struct AccessSnapshot: Sendable {
    /// By the hash of the key.
    let keys: [String: (principal: Principal, expiresAt: Instant?)]
    let users: [UserID: LocalUser]
    /// By lower-case login.
    let logins: [String: LocalUser]
    /// What people and keys are called, by their ids.
    let names: [String: String]
    /// One bucket a person, shared by all of their sessions.
    let buckets: [UserID: TokenBucket]

    init(_ file: AccessFile, rates: RateLimits, at now: Instant) {
        keys = Dictionary(
            file.keys.map { ($0.hash.lowercased(), (Self.principal(of: $0, rates: rates, at: now), $0.expiresAt)) },
            uniquingKeysWith: { $1 })
        users = Dictionary(file.users.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        logins = Dictionary(file.users.map { ($0.login.lowercased(), $0) }, uniquingKeysWith: { $1 })
        names = Dictionary(
            file.users.map { ($0.id.rawValue, $0.displayName) } + file.keys.map { ($0.id.rawValue, $0.name) }, uniquingKeysWith: { $1 })
        buckets = Dictionary(
            file.users.map { ($0.id, TokenBucket(perSecond: rates.personPerSecond, at: now)) }, uniquingKeysWith: { $1 })
    }

    private static func principal(of key: AccessKey, rates: RateLimits, at now: Instant) -> Principal {
        let bucket = TokenBucket(perSecond: rates.keyPerSecond, at: now)
        switch key.kind {
        case .write:
            return Principal(
                kind: .writeKey(source: key.name), id: key.id.rawValue, displayName: key.name, scopes: [.ingest], bucket: bucket)
        case .server:
            return Principal(
                kind: .serverKey, id: key.id.rawValue, displayName: key.name, scopes: Set(key.scopes), bucket: bucket)
        }
    }
}
