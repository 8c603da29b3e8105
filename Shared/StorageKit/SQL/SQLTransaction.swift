/// One open transaction. It is used only inside the closure given to ``Database/read(_:)`` or
/// ``Database/write(_:)``, on the thread that runs it, and every call is synchronous.
///
/// A statement that fails dooms the transaction, on both engines, unless it failed inside ``savepoint(_:)``:
/// swallowing the error does not save the rest. What is wrong with bulk writes may be thrown by the next call, or by the end of
/// the savepoint or transaction.
package protocol SQLTransaction: AnyObject {
    var engine: SQLEngine { get }

    /// All rows of a query. Parameters are `$1`, `$2` … ; use ``forEachRow(_:_:_:)`` for results without a bound.
    func rows(_ sql: String, _ arguments: [any SQLBindable]) throws -> [SQLRow]

    /// Streams a SELECT of any size; the body may run other statements.
    func forEachRow(_ sql: String, _ arguments: [any SQLBindable], _ body: (SQLRow) throws -> Void) throws

    /// - Returns: rows changed.
    @discardableResult func execute(_ sql: String, _ arguments: [any SQLBindable]) throws -> Int

    /// Inserts rows of any count, whose values stand one row after the other, one for each column.
    /// - Returns: rows inserted or updated.
    @discardableResult
    func insert(into table: String, columns: [String], values: [SQLValue], onConflict: ConflictRule) throws -> Int

    /// Rows whose key is among `keys`, each once and in no order.
    /// - Parameter sql: the query up to and including `IN`, e.g. `SELECT … WHERE profile_id IN`; no aggregate, since an engine
    ///   may ask for one key after the other.
    func rows(_ sql: String, in keys: [SQLValue]) throws -> [SQLRow]

    /// Changes rows by their key, each by its own values; no two rows of `values` have one key.
    /// - Parameter set: assignments that name the stored row by its table and its values `v`, e.g.
    ///   `event_count = profile.event_count + v.event_count`.
    func update(_ table: String, key: [String], columns: [String], values: [SQLValue], set: [String]) throws

    /// Runs one statement per argument set: a cached statement on SQLite, a pipeline on PostgreSQL.
    /// - Returns: rows changed, in total.
    @discardableResult func executeMany(_ sql: String, _ argumentSets: [[SQLValue]]) throws -> Int

    /// Undoes only what `body` did when it throws, and throws on.
    func savepoint<T>(_ body: () throws -> T) throws -> T

    /// From here to the end, transactions that name the same `name` run one after the other, across replicas.
    /// On SQLite they do anyway.
    func serialize(on name: String) throws

    /// Takes the next `count` keys of a `SERIAL_KEY` column, in ascending order, for rows that are inserted with them in this
    /// transaction.
    func reserveKeys(_ count: Int, of table: String, _ column: String) throws -> [Int64]

    /// Runs after the commit, on the thread that committed: wake somebody, nothing more.
    func afterCommit(_ action: @escaping @Sendable () -> Void)
}

extension SQLTransaction {
    package func rows(_ sql: String) throws -> [SQLRow] { try rows(sql, []) }

    /// Rows whose key is among `keys`.
    /// - Parameter sql: the query up to and including `IN`.
    package func rows(_ sql: String, in keys: some Sequence<some SQLBindable>) throws -> [SQLRow] {
        // A key path would be built anew on each call.
        try rows(sql, in: keys.map { $0.sqlValue })
    }

    package func row(_ sql: String, _ arguments: [any SQLBindable] = []) throws -> SQLRow? { try rows(sql, arguments).first }

    @discardableResult package func execute(_ sql: String) throws -> Int { try execute(sql, []) }

    package func forEachRow(_ sql: String, _ body: (SQLRow) throws -> Void) throws { try forEachRow(sql, [], body) }

    /// Inserts rows of any count; each has one value per column.
    /// - Returns: rows inserted or updated.
    @discardableResult
    package func insert(into table: String, columns: [String], rows: [[SQLValue]], onConflict: ConflictRule = .fail) throws -> Int {
        guard rows.allSatisfy({ $0.count == columns.count }) else { throw StorageError.malformed("a row of \(table) has other columns") }
        return try insert(into: table, columns: columns, values: Array(rows.joined()), onConflict: onConflict)
    }
}

extension String {
    /// A query by keys with the comparison its engine likes best in place of the `IN` it ends with.
    func comparingKeys(_ comparison: String) throws(StorageError) -> String {
        guard hasSuffix(" IN") else { throw .malformed("a query by keys ends with IN: \(self)") }
        return dropLast(2) + comparison
    }
}
