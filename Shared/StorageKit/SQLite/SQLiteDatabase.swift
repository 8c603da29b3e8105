import CLinux
import Foundation
import GRDB
import GRDBSQLite

/// SQLite behind ``Database``: a GRDB pool, WAL, `synchronous = FULL`, one writer and several readers.
final class SQLiteDatabase: Database {
    let engine = SQLEngine.sqlite
    private let pool: DatabasePool
    private let options: DatabaseOptions
    private let checkpointer: SQLiteCheckpointer
    private let readers: SQLiteLine
    private let writers: SQLiteLine

    /// - Throws: ``StorageError/unavailable(_:)`` when the file cannot be opened.
    init(path: String, options: DatabaseOptions) throws {
        self.options = options
        readers = SQLiteLine(max: options.waitingMax)
        writers = SQLiteLine(max: options.waitingMax)
        checkpointer = SQLiteCheckpointer(path: path, pagesMax: options.sqliteLogPagesMax)
        do {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StorageError.unavailable("the folder of the database cannot be made")
        }
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration(options, checkpointer))
            // GRDB makes it NORMAL when it turns the log on; then a power cut could take what was acknowledged.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        } catch {
            throw SQLiteFailure.storageError(error)
        }
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        let limit = options.transactionMax
        let place = try readers.join(waitingUpTo: options.waitMax)
        defer { place.leave() }
        do {
            return try await pool.read { connection in
                try place.begin()
                return try SQLiteTransaction.run(on: connection, limit: limit) { try body($0) }
            }
        } catch {
            throw SQLiteFailure.storageError(error)
        }
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        try await write(limit: options.transactionMax, body)
    }

    func writeBlocking<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) throws -> T {
        let place = try joinWriters()
        defer { place.leave() }
        do {
            let limit = options.transactionMax
            return try pool.writeWithoutTransaction { try Self.commit(body, on: $0, place, limit: limit) }
        } catch {
            throw SQLiteFailure.storageError(error)
        }
    }

    func migrate(_ sets: [MigrationSet]) async throws {
        try await write(limit: .seconds(86_400)) { try Migrator.apply(sets, in: $0) }
        // Readers keep what they knew of the old schema until they are opened again.
        pool.invalidateReadOnlyConnections()
    }

    func queryPlan(_ sql: String, _ arguments: [any SQLBindable]) async throws -> String {
        try await read { transaction in
            try transaction.rows("EXPLAIN QUERY PLAN \(sql)", arguments).map { try $0.text("detail") }.joined(separator: "\n")
        }
    }

    var waiting: Int { readers.count + writers.count }

    func scrub() async throws {
        let isWritten = try await pool.writeWithoutTransaction { [checkpointer] connection in
            checkpointer.finish()
            return sqlite3_wal_checkpoint_v2(connection.sqliteConnection, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil) == SQLITE_OK
        }
        guard isWritten else { throw StorageError.unavailable("the log cannot be emptied while old snapshots are read") }
    }

    func close() async {
        checkpointer.finish()
        // A pool that cannot close has readers left; they end with the process.
        try? pool.close()
    }

    private func write<T: Sendable>(
        limit: Duration, _ body: @escaping @Sendable (any SQLTransaction) throws -> T
    ) async throws -> T {
        let place = try joinWriters()
        defer { place.leave() }
        do {
            return try await pool.writeWithoutTransaction { try Self.commit(body, on: $0, place, limit: limit) }
        } catch {
            throw SQLiteFailure.storageError(error)
        }
    }

    private func joinWriters() throws(StorageError) -> SQLiteLine.Place {
        if checkpointer.hasFailed { throw .unavailable("the disk did not keep what was written; restart when it is well again") }
        return try writers.join(waitingUpTo: options.waitMax)
    }

    private static func commit<T>(
        _ body: (any SQLTransaction) throws -> T, on connection: GRDB.Database, _ place: SQLiteLine.Place, limit: Duration
    ) throws -> T {
        // Everybody waits for this thread, and it for the disk: at the end of each sync it must not stand in line.
        maru_wake_promptly()
        try place.begin()
        var actions: [@Sendable () -> Void] = []
        var result: T?
        try connection.inTransaction(.immediate) {
            result = try SQLiteTransaction.run(on: connection, limit: limit) { transaction in
                let value = try body(transaction)
                try transaction.state.checkCommittable()
                actions = transaction.state.actions
                return value
            }
            return .commit
        }
        for action in actions { action() }
        guard let result else { throw StorageError.closed }
        return result
    }

    private static func configuration(_ options: DatabaseOptions, _ checkpointer: SQLiteCheckpointer) -> Configuration {
        var configuration = Configuration()
        configuration.label = "maru.sqlite"
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = options.connectionsMax
        configuration.busyMode = .timeout(Double(options.waitMax.milliseconds) / 1_000)
        configuration.persistentReadOnlyConnections = true
        let (pagesMax, cacheKiB) = (options.sqlitePagesMax, options.sqliteCacheKiB)
        configuration.prepareDatabase { connection in
            try connection.execute(sql: "PRAGMA temp_store = MEMORY")
            if connection.configuration.readonly {
                try connection.execute(sql: "PRAGMA cache_size = -4000")  // KiB
            } else {
                try connection.execute(sql: "PRAGMA cache_size = -\(cacheKiB)")
                // Who was erased must not be found in the file: deleted rows are overwritten (Debian's default).
                try connection.execute(sql: "PRAGMA secure_delete = ON")
                checkpointer.watch(connection.sqliteConnection)
                try connection.execute(sql: "PRAGMA journal_size_limit = 67108864")  // bytes
                if pagesMax > 0 { try connection.execute(sql: "PRAGMA max_page_count = \(pagesMax)") }
            }
        }
        return configuration
    }
}
