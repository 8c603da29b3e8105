import Foundation

/// What one connection thread owns: at most one connection, made when work comes and again after it was lost.
final class PostgresSession {
    enum Mode { case read, write, migrate }

    private let connectionText: String
    private let schema: String?
    private let options: DatabaseOptions
    private var connection: PostgresConnection?

    init(connection: String, schema: String?, options: DatabaseOptions) {
        connectionText = connection
        self.schema = schema
        self.options = options
    }

    var isConnected: Bool { connection != nil }

    func disconnect() { connection = nil }

    /// Runs `body` in a transaction and again, with jitter, while the server asks for it.
    /// - Throws: what `body` throws, or ``StorageError``.
    func transaction<T>(_ mode: Mode, _ body: (PostgresTransaction) throws -> T) throws -> T {
        var attempt = 0
        var turns: [String] = []
        while true {
            do {
                let (value, actions) = try runOnce(mode, &turns, body)
                for action in actions { action() }
                return value
            } catch PostgresFailure.retry(let reason) {
                attempt += 1
                guard attempt <= options.retriesMax else { throw StorageError.unavailable("PostgreSQL kept refusing (\(reason))") }
            } catch PostgresFailure.connectionLost(let message) {
                connection = nil
                attempt += 1
                let lostMax = 3
                guard attempt <= lostMax else { throw StorageError.unavailable("no connection to PostgreSQL: \(message)") }
            }
            let ceiling = min(100.0, 2.0 * Double(1 << min(attempt, 6)))  // milliseconds
            Thread.sleep(forTimeInterval: Double.random(in: 0.5...ceiling) / 1_000)
        }
    }

    /// - Parameter turns: what the attempt before waited for inside its transaction, whose snapshot was then older than what
    ///   it waited for. They are taken before this one begins, or a busy writer would be ahead every time.
    private func runOnce<T>(
        _ mode: Mode, _ turns: inout [String], _ body: (PostgresTransaction) throws -> T
    ) throws -> (T, [@Sendable () -> Void]) {
        let connection = try connected()
        connection.deadline = mode == .migrate ? .never : Deadline(after: options.transactionMax)
        for turn in turns { try connection.run("SELECT pg_advisory_lock(\(PostgresTransaction.turn("'\(turn)'")))") }
        defer { if !turns.isEmpty, connection.isAlive { _ = try? connection.run("SELECT pg_advisory_unlock_all()") } }
        try connection.run(Self.begin(mode))
        let transaction = PostgresTransaction(connection)
        let value: T
        do {
            value = try body(transaction)
            try transaction.settle()
            try transaction.state.checkCommittable()
        } catch {
            // What the server said first decides: a body may have replaced it with an error of its own.
            let cause = transaction.state.doom as? PostgresFailure ?? error
            if turns.isEmpty { turns = transaction.turns }
            if connection.isAlive {
                try? connection.settle()
                do { try connection.run("ROLLBACK") } catch { self.connection = nil }
            }
            throw cause
        }
        do {
            let result = try connection.run("COMMIT")
            guard result.command == "COMMIT" else { throw StorageError.malformed("PostgreSQL rolled back instead of committing") }
        } catch PostgresFailure.connectionLost(let message) where mode != .read {
            self.connection = nil
            throw StorageError.outcomeUnknown("the connection was lost while committing: \(message)")
        }
        return (value, transaction.state.actions)
    }

    private func connected() throws -> PostgresConnection {
        if let connection, connection.isAlive { return connection }
        let limit = options.transactionMax
        let made = try PostgresConnection(connection: connectionText, schema: schema, statementMax: limit)
        connection = made
        return made
    }

    private static func begin(_ mode: Mode) -> String {
        switch mode {
        case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case .write: "BEGIN ISOLATION LEVEL SERIALIZABLE"
        // Reads what the replica before us did once the lock is ours.
        case .migrate: "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = 0"
        }
    }
}
