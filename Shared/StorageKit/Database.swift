/// A database of one service, on either engine.
package protocol Database: Sendable {
    var engine: SQLEngine { get }

    /// Runs `body` on one consistent snapshot; it must not write.
    /// - Throws: what `body` throws, or ``StorageError``.
    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T

    /// Runs `body` in one serializable transaction and commits durably before returning.
    ///
    /// PostgreSQL may run `body` several times (serialization failure, deadlock, lost connection before commit), so
    /// it must only change the database.
    /// - Throws: what `body` throws, then nothing is saved; or ``StorageError``.
    @discardableResult
    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T

    /// As ``write(_:)``, while the calling thread waits: for a thread of one's own, never from a task.
    func writeBlocking<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) throws -> T

    /// Brings the schema up to date; replicas may call it at the same time.
    /// - Throws: ``StorageError/newerSchema(component:found:known:)``, ``StorageError/changedMigration(component:number:found:)``.
    func migrate(_ sets: [MigrationSet]) async throws

    /// Calls that wait for a connection at this moment.
    var waiting: Int { get }

    /// How the engine would run a query, indexes preferred; tests read it.
    func queryPlan(_ sql: String, _ arguments: [any SQLBindable]) async throws -> String

    /// Makes what was deleted unreadable in the files as well. SQLite overwrites deleted rows as they go; their copies in the
    /// write-ahead log go here. PostgreSQL gives space back by its own vacuum, on its own time; there it does nothing.
    /// - Throws: ``StorageError/unavailable(_:)`` while somebody reads an old snapshot; try again.
    func scrub() async throws

    func close() async
}

extension Database {
    package var waiting: Int { 0 }
}

/// Opens `url`; on SQLite the file and its folder are made when absent.
/// - Throws: ``StorageError/unavailable(_:)`` when it cannot be opened.
package func openDatabase(_ url: DatabaseURL, options: DatabaseOptions = DatabaseOptions()) async throws -> any Database {
    switch url {
    case .sqlite(let path): try SQLiteDatabase(path: path, options: options)
    case .postgres(let connection, let schema): try await PostgresDatabase.open(connection: connection, schema: schema, options: options)
    }
}
