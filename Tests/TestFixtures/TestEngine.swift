import Foundation
package import StorageKit
import Testing

/// An engine a store's contract suite runs on: `@Test(arguments: TestEngine.available)`.
///
/// PostgreSQL is there when `MARU_TEST_POSTGRES_URL` names a server. Every database opened is noted in the file
/// named by `MARU_TEST_ENGINE_LOG`, one line with the engine and the test, so that a run can say what ran where.
package enum TestEngine: String, CaseIterable, Sendable {
    case sqlite, postgres

    package static var available: [TestEngine] { postgresURL == nil ? [.sqlite] : [.sqlite, .postgres] }

    private static var postgresURL: String? {
        ProcessInfo.processInfo.environment["MARU_TEST_POSTGRES_URL"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Gives `body` an empty database of its own, migrated by `sets`, and removes it afterwards.
    @discardableResult
    package func withDatabase<T>(
        _ sets: [MigrationSet] = [], options: DatabaseOptions = TestEngine.smallOptions, _ body: (any Database) async throws -> T
    ) async throws -> T {
        try await withDatabaseURL { url in
            let database = try await openDatabase(url, options: options)
            do {
                try await database.migrate(sets)
                let value = try await body(database)
                await database.close()
                return value
            } catch {
                await database.close()
                throw error
            }
        }
    }

    /// The same as an address, for tests that open it several times or from several processes.
    @discardableResult
    package func withDatabaseURL<T>(_ body: (DatabaseURL) async throws -> T) async throws -> T {
        noteUse()
        switch self {
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("maru-test-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }  // a test's leftovers fail nobody
            return try await body(.sqlite(path: folder.appendingPathComponent("test.sqlite").path))
        case .postgres:
            guard let server = Self.postgresURL else { throw StorageError.unavailable("MARU_TEST_POSTGRES_URL is not set") }
            let schema = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
            do {
                let value = try await body(.postgres(connection: server, schema: schema))
                try await Self.drop(schema, on: server)
                return value
            } catch {
                try await Self.drop(schema, on: server)
                throw error
            }
        }
    }

    /// Few connections: suites run side by side on one server.
    package static var smallOptions: DatabaseOptions {
        var options = DatabaseOptions()
        options.connectionsMax = 4
        return options
    }

    private static func drop(_ schema: String, on server: String) async throws {
        var options = DatabaseOptions()
        options.connectionsMax = 1
        let database = try await openDatabase(.postgres(connection: server, schema: nil), options: options)
        try await database.write { _ = try $0.execute("DROP SCHEMA IF EXISTS \"\(schema)\" CASCADE", []) }
        await database.close()
    }

    private func noteUse() {
        guard let path = ProcessInfo.processInfo.environment["MARU_TEST_ENGINE_LOG"] else { return }
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
        guard file >= 0 else { return }
        let line = Array("\(rawValue) \(Test.current.map { String(describing: $0.id) } ?? "no test")\n".utf8)
        _ = write(file, line, line.count)
        close(file)
    }
}
