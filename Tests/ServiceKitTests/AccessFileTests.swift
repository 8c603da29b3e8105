import CommonModels
import HTTPTypes
import HummingbirdTesting
import ServiceKit
import TestFixtures
import Testing

@Suite("the access file")
struct AccessFileTests {
    private let now = TestInstallation.start
    private let ids = IDGenerator.system()

    @Test("keeps keys and people over a reload, as YAML and as JSON, readable by its owner only", arguments: ["yml", "json"])
    func roundTrip(suffix: String) async throws {
        try await TestFolder.with { folder in
            let store = AccessFileStore(path: "\(folder)/deep/access.\(suffix)")
            let secret = try store.update { file in
                try file.addUser(
                    login: "a@b.kr", displayName: "김가", roles: [.finance, .analyst], password: "0123456789", id: ids.next(), at: now)
                return try file.addKey(.server, name: "export", scopes: [.feedRead], expiresAt: now + .days(1), id: ids.next(), at: now)
            }
            let file = try store.load()
            #expect(file.keys.map(\.scopes) == [[.feedRead]])
            #expect(file.keys.first?.hash == secret.hash)
            #expect(file.users.first?.roles == [.finance, .analyst])
            #expect(file.users.first?.password.matches("0123456789") == true)
            #expect(FileMode.of(store.path) == 0o600)
            #expect(secret.text.hasPrefix("maru_sk_") && secret.text.count == 72)
        }
    }

    @Test("of writers at once loses nobody's change")
    func concurrentWriters() async throws {
        try await TestFolder.with { folder in
            let store = AccessFileStore(path: folder + "/access.yml")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...12 {
                    group.addTask {
                        _ = try store.update {
                            try $0.addKey(.write, name: "s\(number)", scopes: [], expiresAt: nil, id: ids.next(), at: now)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(Set(try store.load().keys.map(\.name)).count == 12)
        }
    }

    @Test("refuses weak passwords, two of one name and unknown names; then nothing changes")
    func refusals() async throws {
        try await TestFolder.with { folder in
            let store = AccessFileStore(path: folder + "/access.yml")
            func add(_ login: String, _ password: String) throws {
                try store.update { try $0.addUser(login: login, displayName: "x", roles: [], password: password, id: ids.next(), at: now) }
            }
            #expect(throws: AccessFileError.weakPassword(lengthMin: 10)) { try add("a", "short") }
            try add("a", "0123456789")
            #expect(throws: AccessFileError.duplicateLogin) { try add("A", "0123456789") }
            #expect(throws: AccessFileError.unknownUser) { try store.update { try $0.removeUser("b") } }
            #expect(throws: AccessFileError.unknownKey) { try store.update { try $0.revokeKey(ids.next()) } }
            #expect(try store.load().users.count == 1)
            try store.update { try $0.setPassword("9876543210", of: "a") }
            #expect(try store.load().users.first?.password.matches("9876543210") == true)
        }
    }

    @Test("that cannot be read while the service runs leaves the present keys in force")
    func broken() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            try PrivateFile.replace(here.keys.store.path, with: Array("keys: [".utf8))
            #expect(try await here.get("/v1/notes").status == .ok)
            #expect(here.logs.logged.contains("cannot be read"))
        }
    }
}
