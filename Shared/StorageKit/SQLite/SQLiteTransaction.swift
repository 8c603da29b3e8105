import Foundation
import GRDB
import GRDBSQLite

/// A transaction on one SQLite connection. Statements come from GRDB's cache and are stepped directly, which spares
/// the boxing of every value.
final class SQLiteTransaction: SQLTransaction {
    /// Rows of one INSERT: enough to share its start and the write of an AUTOINCREMENT key's sequence.
    private static let insertRowsMax = 16

    let engine = SQLEngine.sqlite
    private(set) var state = TransactionState()
    private let connection: GRDB.Database
    private let texts = SQLiteTexts()

    private init(_ connection: GRDB.Database) { self.connection = connection }

    /// Runs `body` and interrupts it when it takes longer than `limit`.
    static func run<T>(on connection: GRDB.Database, limit: Duration, _ body: (SQLiteTransaction) throws -> T) throws -> T {
        let transaction = SQLiteTransaction(connection)
        var deadline = DispatchTime.now().uptimeNanoseconds &+ UInt64(limit.milliseconds) &* 1_000_000
        return try withUnsafeMutablePointer(to: &deadline) { pointer in
            let instructionsBetweenLooks: CInt = 100_000
            sqlite3_progress_handler(
                connection.sqliteConnection, instructionsBetweenLooks,
                { context in
                    guard let deadline = context?.assumingMemoryBound(to: UInt64.self) else { return 0 }
                    return DispatchTime.now().uptimeNanoseconds > deadline.pointee ? 1 : 0
                }, pointer)
            defer { sqlite3_progress_handler(connection.sqliteConnection, 0, nil, nil) }
            return try body(transaction)
        }
    }

    func rows(_ sql: String, _ arguments: [any SQLBindable]) throws -> [SQLRow] {
        var rows: [SQLRow] = []
        try forEachRow(sql, arguments) { rows.append($0) }
        return rows
    }

    func forEachRow(_ sql: String, _ arguments: [any SQLBindable], _ body: (SQLRow) throws -> Void) throws {
        try withStatement(sql) { statement in
            try statement.bind(arguments)
            let columns = SQLColumns(statement.columnNames)
            while try statement.step() {
                try body(SQLRow(columns: columns, values: statement.values(count: columns.names.count)))
            }
        }
    }

    func rows(_ sql: String, in keys: [SQLValue]) throws -> [SQLRow] {
        guard !keys.isEmpty else { return [] }
        // One key after the other: for a list of them SQLite would fill a temporary table first.
        return try withStatement(try sql.comparingKeys("= $1")) { statement in
            let columns = SQLColumns(statement.columnNames)
            var rows: [SQLRow] = []
            var answered: Set<SQLValue> = []
            for index in keys.indices {
                try statement.bind(keys[index...index], in: texts)
                var isMore = try statement.step()
                // Of keys that are asked for twice only those that have rows need be told apart.
                if isMore, !answered.insert(keys[index]).inserted { isMore = false }
                while isMore {
                    rows.append(SQLRow(columns: columns, values: statement.values(count: columns.names.count)))
                    isMore = try statement.step()
                }
                statement.reset()
            }
            return rows
        }
    }

    func execute(_ sql: String, _ arguments: [any SQLBindable]) throws -> Int {
        try withStatement(sql) { statement in
            try statement.bind(arguments)
            while try statement.step() {}
            return changes(of: statement)
        }
    }

    func executeMany(_ sql: String, _ argumentSets: [[SQLValue]]) throws -> Int {
        guard !argumentSets.isEmpty else { return 0 }
        return try withStatement(sql) { statement in
            var total = 0
            for arguments in argumentSets {
                try statement.bind(arguments[...], in: texts)
                while try statement.step() {}
                total += changes(of: statement)
                statement.reset()
            }
            return total
        }
    }

    func update(_ table: String, key: [String], columns: [String], values: [SQLValue], set: [String]) throws {
        guard values.count.isMultiple(of: columns.count) else { throw StorageError.malformed("values of \(table) are no whole rows") }
        guard !values.isEmpty else { return }
        try withStatement(try UpdateSQL.text(table: table, key: key, columns: columns, set: set)) { statement in
            for start in stride(from: 0, to: values.count, by: columns.count) {
                try statement.bind(values[start..<start + columns.count], in: texts)
                while try statement.step() {}
                statement.reset()
            }
        }
    }

    func insert(into table: String, columns: [String], values: [SQLValue], onConflict: ConflictRule) throws -> Int {
        guard values.count.isMultiple(of: columns.count) else { throw StorageError.malformed("values of \(table) are no whole rows") }
        var start = 0
        var changed = 0
        for size in [Self.insertRowsMax, 1] where values.count - start >= size * columns.count {
            let sql = InsertSQL.text(table: table, columns: columns, rowCount: size, onConflict: onConflict)
            changed += try withStatement(sql) { statement in
                var changed = 0
                while values.count - start >= size * columns.count {
                    try statement.bind(values[start..<start + size * columns.count], in: texts)
                    while try statement.step() {}
                    changed += changes(of: statement)
                    statement.reset()
                    start += size * columns.count
                }
                return changed
            }
        }
        return changed
    }

    func savepoint<T>(_ body: () throws -> T) throws -> T {
        let (number, actions) = state.enter()
        defer { state.leave() }
        _ = try execute("SAVEPOINT maru_\(number)", [])
        do {
            let value = try body()
            try state.checkCommittable()
            _ = try execute("RELEASE maru_\(number)", [])
            return value
        } catch {
            // A full disk rolls the whole transaction back by itself; then there is no savepoint left.
            if sqlite3_get_autocommit(connection.sqliteConnection) == 0 {
                _ = try execute("ROLLBACK TO maru_\(number)", [])
                _ = try execute("RELEASE maru_\(number)", [])
                state.rollBack(toActions: actions)
            }
            throw error
        }
    }

    func serialize(on name: String) {}

    func reserveKeys(_ count: Int, of table: String, _ column: String) throws -> [Int64] {
        if try execute("UPDATE sqlite_sequence SET seq = seq + $2 WHERE name = $1", [table, count]) == 0 {
            _ = try execute("INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)", [table, count])
        }
        let last = try row("SELECT seq FROM sqlite_sequence WHERE name = $1", [table])?.integer("seq") ?? 0
        return Array(last - Int64(count) + 1..<last + 1)
    }

    func afterCommit(_ action: @escaping @Sendable () -> Void) { state.afterCommit(action) }

    /// `sqlite3_changes` keeps the count of the last change, which a SELECT or DDL does not reset.
    private func changes(of statement: SQLiteStatementCursor) -> Int {
        statement.isReadOnly ? 0 : Int(sqlite3_changes(connection.sqliteConnection))
    }

    private func withStatement<T>(_ sql: String, _ body: (SQLiteStatementCursor) throws -> T) throws -> T {
        // A full disk may have ended the transaction: what follows would commit by itself.
        if let doom = state.doom, sqlite3_get_autocommit(connection.sqliteConnection) != 0 { throw doom }
        do {
            var statement = try connection.cachedStatement(sql: sql)
            // The same query inside its own loop needs a statement of its own.
            if sqlite3_stmt_busy(statement.sqliteStatement) != 0 { statement = try connection.makeStatement(sql: sql) }
            let cursor = SQLiteStatementCursor(statement, sql: sql)
            defer { cursor.finish() }
            return try body(cursor)
        } catch {
            let failure = SQLiteFailure.storageError(error)
            if failure is StorageError { state.fail(with: failure) }
            throw failure
        }
    }
}
