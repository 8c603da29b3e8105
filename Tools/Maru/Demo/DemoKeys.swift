import CommonModels
import DemoData
import Foundation
import ServiceKit

/// The keys and the account of a demo, made in the data folder's access file; services take them within a second.
struct DemoKeys: Sendable {
    static let login = "lead@maru.example"

    let sources: [DemoSource: String]
    let server: String
    let password: String
    private let store: AccessFileStore
    private let ids: Set<KeyID>
    /// Who had the demo's login before.
    private let replaced: [LocalUser]

    /// - Throws: ``AccessFileError``.
    static func make(dataFolder: String) throws -> DemoKeys {
        let store = AccessFileStore(path: dataFolder + "/access.yml")
        let ids = IDGenerator.system()
        let now = WallClock.system.now()
        var secrets: [DemoSource: String] = [:]
        var keys: [AccessKey] = []
        for source in DemoSource.allCases {
            let secret = KeySecret.generate(.write)
            secrets[source] = secret.text
            keys.append(
                AccessKey(
                    id: ids.next(), kind: .write, name: source.rawValue, scopes: [.ingest], hash: secret.hash, createdAt: now,
                    expiresAt: nil))
        }
        let server = KeySecret.generate(.server)
        keys.append(
            AccessKey(id: ids.next(), kind: .server, name: "demo", scopes: [.admin], hash: server.hash, createdAt: now, expiresAt: nil))
        // Said once on the terminal; only its hash is kept.
        let password = String(KeySecret.generate(.server).text.suffix(12))
        let user = LocalUser(
            id: ids.next(), login: login, displayName: "CoE 리드", roles: [.administrator, .coeLead],
            password: try PasswordHash(hashing: password), createdAt: now)
        let replaced = try store.update { file in
            let replaced = file.users.filter { $0.login == login }
            file.keys += keys
            file.users = file.users.filter { $0.login != login } + [user]
            return replaced
        }
        return DemoKeys(
            sources: secrets, server: server.text, password: password, store: store, ids: Set(keys.map(\.id)), replaced: replaced)
    }

    /// Takes them out of the access file again; an account they replaced comes back.
    /// - Throws: ``AccessFileError``.
    func withdraw() throws {
        try store.update { file in
            file.keys.removeAll { ids.contains($0.id) }
            file.users = file.users.filter { $0.login != Self.login } + replaced
        }
    }
}
