import CommonModels
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@Suite("changes of the access file")
struct AccessAuditorTests {
    private func withAuditor(
        _ engine: TestEngine, _ body: (AccessAuditor, TestKeys, AuditLog) async throws -> Void
    ) async throws {
        try await engine.withDatabase([AuditLog.migrations, AccessAuditor.migrations]) { database in
            try await TestFolder.with { folder in
                let store = AccessFileStore(path: folder + "/access.yml")
                let audit = AuditLog(database: database, clock: ManualTime(TestInstallation.start).clock)
                let auditor = AccessAuditor(
                    store: store, database: database, audit: audit, interval: .seconds(1), logger: LogCapture().logger())
                try await body(auditor, try TestKeys(store: store), audit)
            }
        }
    }

    @Test("are in the audit log once: added, changed, removed", arguments: TestEngine.available)
    func changes(engine: TestEngine) async throws {
        try await withAuditor(engine) { auditor, keys, audit in
            try await auditor.round()
            let (user, _) = try keys.person([.analyst])
            for _ in 0..<2 { try await auditor.round() }
            try keys.store.update { $0.users[0].roles = [.administrator] }
            try await auditor.round()
            try keys.store.update { $0.users.removeAll() }
            try await auditor.round()
            let entries = try await audit.entries(limit: 10, before: nil).reversed()
            #expect(
                entries.map(\.action) == [
                    "access.key.add", "access.key.add", "access.user.add", "access.user.change", "access.user.remove",
                ])
            #expect(entries.suffix(3).allSatisfy { $0.object == user.id.rawValue && $0.actor == "access-file" })
            #expect(entries.map(\.detail)[3]["roles"] == ["administrator"])
            #expect(!"\(entries)".contains(user.login) && !"\(entries)".contains(user.displayName))
        }
    }
}
