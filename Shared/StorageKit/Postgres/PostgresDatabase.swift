import Foundation

/// PostgreSQL behind ``Database``: a bounded set of threads, each with one connection.
final class PostgresDatabase: Database {
    let engine = SQLEngine.postgres
    /// A connection without work for this long is closed.
    private static let idleMax = Duration.seconds(120)

    private let queue: PostgresWorkQueue
    private let options: DatabaseOptions

    private init(connection: String, schema: String?, options: DatabaseOptions) {
        self.options = options
        let queue = PostgresWorkQueue(waitingMax: options.waitingMax)
        self.queue = queue
        for number in 0..<options.connectionsMax {
            let thread = Thread {
                let session = PostgresSession(connection: connection, schema: schema, options: options)
                let bell = PostgresWorkQueue.Bell()
                while true {
                    switch queue.next(bell, isWarm: session.isConnected, idleLimit: Self.idleMax) {
                    case .work(let work): work(session)
                    case .idle: session.disconnect()
                    case .closed: return
                    }
                }
            }
            thread.name = "maru.postgres.\(number)"
            thread.stackSize = 2 << 20
            thread.start()
        }
    }

    /// - Throws: ``StorageError/unavailable(_:)`` when the server does not answer.
    static func open(connection: String, schema: String?, options: DatabaseOptions) async throws -> PostgresDatabase {
        let database = PostgresDatabase(connection: connection, schema: schema, options: options)
        do {
            try await database.perform(.migrate) { transaction in
                guard let schema else { return }
                // Two replicas that start together would both see no schema.
                try transaction.execute("SELECT pg_advisory_xact_lock(hashtextextended($1::text, 1))", [schema])
                try transaction.execute("CREATE SCHEMA IF NOT EXISTS \"\(schema)\"")
            }
        } catch {
            await database.close()
            throw error
        }
        return database
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        try await perform(.read, body)
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        try await perform(.write, body)
    }

    func writeBlocking<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) throws -> T {
        try Awaited<T>.result { done in try begin(.write, body, done) }.get()
    }

    func migrate(_ sets: [MigrationSet]) async throws {
        try await perform(.migrate) { try Migrator.apply(sets, in: $0) }
    }

    func queryPlan(_ sql: String, _ arguments: [any SQLBindable]) async throws -> String {
        try await read { transaction in
            // Test tables are small; without this every plan would be a sequential scan.
            try transaction.execute("SET LOCAL enable_seqscan = off")
            return try transaction.rows("EXPLAIN \(sql)", arguments).map { try $0.text("QUERY PLAN") }.joined(separator: "\n")
        }
    }

    var waiting: Int { queue.count }
    func scrub() async throws {}

    func close() async { queue.close() }

    private func perform<T: Sendable>(
        _ mode: PostgresSession.Mode, _ body: @escaping @Sendable (any SQLTransaction) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try begin(mode, body) { continuation.resume(with: $0) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Leaves a transaction to the connection threads; `end` is called once, unless it throws.
    private func begin<T: Sendable>(
        _ mode: PostgresSession.Mode, _ body: @escaping @Sendable (any SQLTransaction) throws -> T,
        _ end: @escaping @Sendable (Result<T, any Error>) -> Void
    ) throws {
        let waitEnd = Deadline(after: options.waitMax)
        try queue.append { session in
            guard !waitEnd.hasPassed else { return end(.failure(StorageError.unavailable("waited too long for PostgreSQL"))) }
            end(Result { try session.transaction(mode) { try body($0) } })
        }
    }
}
