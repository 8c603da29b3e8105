import CommonModels
package import ServiceKit

/// The credentials of a test installation.
package struct TestKeys: Sendable {
    /// A server key with every scope.
    package let admin: String
    /// A write key of the source `web`.
    package let write: String
    package let store: AccessFileStore
    private let ids: IDGenerator

    package init(store: AccessFileStore) throws {
        self.store = store
        ids = .system()
        admin = try Self.make(.server, name: "tests", scopes: [.admin], store: store, ids: ids)
        write = try Self.make(.write, name: "web", scopes: [.ingest], store: store, ids: ids)
    }

    /// A new server key with these scopes only.
    package func server(_ scopes: Scope...) throws -> String {
        try Self.make(.server, name: "limited", scopes: scopes, store: store, ids: ids)
    }

    /// A person with these roles, and their password.
    package func person(_ roles: [Role], login: String = "lead@example.com") throws -> (user: LocalUser, password: String) {
        let password = "correct horse battery"
        let user = LocalUser(
            id: ids.next(), login: login, displayName: "김리드", roles: roles, password: try PasswordHash(hashing: password, rounds: 16),
            createdAt: .epoch)
        try store.update { $0.users.append(user) }
        return (user, password)
    }

    private static func make(
        _ kind: AccessKey.Kind, name: String, scopes: [Scope], store: AccessFileStore, ids: IDGenerator
    ) throws -> String {
        let secret = KeySecret.generate(kind)
        let key = AccessKey(
            id: ids.next(), kind: kind, name: name, scopes: scopes, hash: secret.hash, createdAt: .epoch, expiresAt: nil)
        try store.update { $0.keys.append(key) }
        return secret.text
    }
}
