import CommonModels
import ServiceKit

/// An access file for tests of access without an application.
struct TestKeysFolder {
    let store: AccessFileStore

    init(_ folder: String) throws {
        store = AccessFileStore(path: folder + "/access.yml")
    }

    func add(_ login: String, password: String, roles: [Role]) throws {
        let user = LocalUser(
            id: IDGenerator.system().next(), login: login, displayName: "이름", roles: roles,
            password: try PasswordHash(hashing: password, rounds: 16), createdAt: .epoch)
        try store.update { $0.users.append(user) }
    }
}
