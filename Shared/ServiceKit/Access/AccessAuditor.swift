import CommonModels
import Crypto
import Foundation
package import Logging
import ServiceLifecycle
package import StorageKit

/// Writes into the audit log what changed in the access file: keys and accounts that were added, changed or removed, whoever
/// edited it and with whatever tool.
///
/// What was seen last is kept in the database, as hashes, so that changes made while the service was down are found at its next
/// start, and of several replicas one writes them.
package struct AccessAuditor: Service {
    package static let migrations = MigrationSet(
        component: "access-audit",
        steps: [Migration(1, "what was seen", ["CREATE TABLE maru_access_seen (id TEXT NOT NULL PRIMARY KEY, mark TEXT NOT NULL)"])])
    static let actor = "access-file"
    private static let intervalMin = Duration.seconds(1)

    private let store: AccessFileStore
    private let database: any Database
    private let audit: AuditLog
    private let interval: Duration
    private let logger: Logger

    package init(store: AccessFileStore, database: any Database, audit: AuditLog, interval: Duration, logger: Logger) {
        self.store = store
        self.database = database
        self.audit = audit
        self.interval = max(interval, Self.intervalMin)
        self.logger = logger
    }

    package init(frame: ServiceFrame) {
        self.init(
            store: AccessFileStore(path: frame.settings.accessFile), database: frame.database, audit: frame.audit,
            interval: frame.settings.accessReload, logger: frame.logger)
    }

    package func run() async throws {
        var seen: AccessFileStore.Version?
        var isFirst = true
        while !Task.isShuttingDownGracefully {
            let version = store.version()
            if isFirst || version != seen {
                do {
                    try await round()
                    (seen, isFirst) = (version, false)
                } catch {
                    let kind = String(reflecting: type(of: error))
                    logger.warning("Changes of the access file could not be recorded", metadata: ["error": .string(kind)])
                }
            }
            do { try await cancelWhenGracefulShutdown { try await Task.sleep(for: interval) } } catch { return }
        }
    }

    /// Compares the file with what was seen last.
    /// - Throws: ``AccessFileError``, `StorageError`.
    package func round() async throws {
        let present = try Self.entries(of: try store.load())
        let audit = audit
        try await database.write { tx in
            try tx.serialize(on: "maru_access_seen")
            let seen = try tx.rows("SELECT id, mark FROM maru_access_seen").reduce(into: [String: String]()) { seen, row in
                seen[try row.text("id")] = try row.text("mark")
            }
            func record(_ act: String, _ id: String, _ detail: JSONValue) throws {
                let kind = UserID(id) == nil ? "key" : "user"
                try audit.record(actor: Self.actor, action: "access.\(kind).\(act)", object: id, detail: detail, in: tx)
            }
            for entry in present where seen[entry.id] != entry.mark {
                try record(seen[entry.id] == nil ? "add" : "change", entry.id, entry.detail)
            }
            let gone = Set(seen.keys).subtracting(present.map(\.id)).sorted()
            for id in gone { try record("remove", id, .object([:])) }
            try tx.executeMany("DELETE FROM maru_access_seen WHERE id = $1", gone.map { [.text($0)] })
            try tx.insert(
                into: "maru_access_seen", columns: ["id", "mark"], rows: present.map { [.text($0.id), .text($0.mark)] },
                onConflict: .replace(key: ["id"], update: ["mark"]))
        }
    }

    private struct Entry: Sendable {
        let id: String
        /// Hash of everything the file says of it.
        let mark: String
        /// Without names, which may be people's.
        let detail: JSONValue
    }

    private static func entries(of file: AccessFile) throws -> [Entry] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        func mark(_ value: some Encodable) throws -> String { Hex.text(Array(SHA256.hash(data: try encoder.encode(value)))) }
        let keys = try file.keys.map { key in
            let scopes = JSONValue.array(key.scopes.map { .string($0.rawValue) })
            return Entry(id: key.id.rawValue, mark: try mark(key), detail: ["kind": .string(key.kind.rawValue), "scopes": scopes])
        }
        let users = try file.users.map { user in
            let roles = JSONValue.array(user.roles.map { .string($0.rawValue) })
            return Entry(id: user.id.rawValue, mark: try mark(user), detail: ["roles": roles])
        }
        return (keys + users).sorted { $0.id < $1.id }
    }
}
