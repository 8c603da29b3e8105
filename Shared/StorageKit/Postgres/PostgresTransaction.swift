import Algorithms

/// A transaction on one PostgreSQL connection.
///
/// Bulk writes of which the count is known are sent and their answers read with the next statement, or before the commit: the
/// server writes while the caller makes its next rows. What was wrong with them is thrown there.
final class PostgresTransaction: SQLTransaction {
    /// Rows a streaming read fetches at a time.
    private static let fetchSize = 1_000
    /// Rows of one bulk statement, which travel as an array for each column.
    private static let bulkRowsMax = 4_096
    /// With fewer rows an INSERT, which the server has planned before, is as quick.
    private static let copyRowsMin = 64
    /// Rows of one COPY.
    private static let copyRowsMax = 8_192
    /// Statements sent before their answers are read.
    private static let pipelineWindow = 256

    let engine = SQLEngine.postgres
    private(set) var state = TransactionState()
    private let connection: PostgresConnection
    private var cursors = 0
    /// The names this transaction serialized on, in their order.
    private(set) var turns: [String] = []

    init(_ connection: PostgresConnection) { self.connection = connection }

    func rows(_ sql: String, _ arguments: [any SQLBindable]) throws -> [SQLRow] {
        let result = try query(sql, arguments.map(\.sqlValue))
        var rows: [SQLRow] = []
        rows.reserveCapacity(result.rowCount)
        result.forEachRow { rows.append($0) }
        return rows
    }

    func forEachRow(_ sql: String, _ arguments: [any SQLBindable], _ body: (SQLRow) throws -> Void) throws {
        cursors += 1
        let cursor = "maru_cursor_\(cursors)"
        // A cursor's name is part of its text, so it is not worth a prepared statement under a new name each time.
        _ = try query("DECLARE \(cursor) NO SCROLL CURSOR FOR \(sql)", arguments.map(\.sqlValue))
        defer { cursors -= 1 }
        while true {
            let result = try query("FETCH \(Self.fetchSize) FROM \(cursor)", [])
            try result.forEachRow(body)
            if result.rowCount < Self.fetchSize { break }
        }
        _ = try query("CLOSE \(cursor)", [])
    }

    func execute(_ sql: String, _ arguments: [any SQLBindable]) throws -> Int {
        try query(sql, arguments.map(\.sqlValue)).rowsChanged
    }

    func executeMany(_ sql: String, _ argumentSets: [[SQLValue]]) throws -> Int {
        try pipeline(argumentSets, count: argumentSets.count) { (sql, try PostgresParameters($0)) }
    }

    func rows(_ sql: String, in keys: [SQLValue]) throws -> [SQLRow] {
        let keys = Array(keys.uniqued())
        let element = PostgresElement(keys.first { $0 != .null })
        let sql = try sql.comparingKeys("= ANY ($1::\(element.arrayType))")
        return try keys.chunks(ofCount: Self.bulkRowsMax).flatMap { chunk in
            let result = try dooming { try connection.query(sql, try PostgresParameters(columns: [element], values: chunk)) }
            var rows: [SQLRow] = []
            rows.reserveCapacity(result.rowCount)
            result.forEachRow { rows.append($0) }
            return rows
        }
    }

    func insert(into table: String, columns: [String], values: [SQLValue], onConflict rule: ConflictRule) throws -> Int {
        if rule == .fail, values.count >= Self.copyRowsMin * columns.count { return try copy(into: table, columns, values) }
        // One statement may touch a row once only.
        let isRepeated = rule.key.map { Self.hasRepeatedKey($0, columns, values) } ?? false
        let rowsMax = isRepeated ? 1 : Self.bulkRowsMax
        return try bulk(table, columns, values, rowsMax: rowsMax, isCounted: rule == .ignore) { elements in
            InsertSQL.arrays(table: table, columns: columns, of: elements, onConflict: rule)
        }
    }

    func update(_ table: String, key: [String], columns: [String], values: [SQLValue], set: [String]) throws {
        _ = try bulk(table, columns, values, rowsMax: Self.bulkRowsMax, isCounted: false) { elements in
            UpdateSQL.arrays(table: table, key: key, columns: columns, of: elements, set: set)
        }
    }

    /// Reads the answers to what was sent.
    func settle() throws { try dooming { try connection.settle() } }

    /// Reads rows as they come, without a plan that spreads arrays, and writes a page's rows at once.
    private func copy(into table: String, _ columns: [String], _ values: [SQLValue]) throws -> Int {
        try dooming {
            let elements = try wholeRows(of: table, columns, values)
            let sql = "COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN (FORMAT binary)"
            for chunk in values.chunks(ofCount: Self.copyRowsMax * columns.count) {
                try connection.copy(sql, PostgresBytes(rows: chunk, of: elements))
            }
            return values.count / columns.count
        }
    }

    /// What the columns hold.
    private func wholeRows(of table: String, _ columns: [String], _ values: [SQLValue]) throws -> [PostgresElement] {
        guard values.count.isMultiple(of: columns.count) else { throw StorageError.malformed("values of \(table) are no whole rows") }
        return try connection.elements(of: columns, in: table)
    }

    /// - Parameter isCounted: whether only the server knows how many rows it will be.
    private func bulk(
        _ table: String, _ columns: [String], _ values: [SQLValue], rowsMax: Int, isCounted: Bool, _ sql: ([PostgresElement]) -> String
    ) throws -> Int {
        guard !values.isEmpty else { return 0 }
        let elements = try dooming { try wholeRows(of: table, columns, values) }
        let sql = sql(elements)
        if !isCounted, values.count <= rowsMax * columns.count {
            try dooming { try connection.post(sql, PostgresParameters(columns: elements, values: values[...])) }
            return values.count / columns.count
        }
        let chunks = values.chunks(ofCount: rowsMax * columns.count)
        return try pipeline(chunks, count: chunks.count) { (sql, try PostgresParameters(columns: elements, values: $0)) }
    }

    func savepoint<T>(_ body: () throws -> T) throws -> T {
        let (number, actions) = state.enter()
        defer { state.leave() }
        _ = try query("SAVEPOINT maru_\(number)", [])
        do {
            let value = try body()
            try state.checkCommittable()
            _ = try query("RELEASE SAVEPOINT maru_\(number)", [])
            return value
        } catch let error as PostgresFailure {
            throw error
        } catch {
            // What was sent last is undone with the rest, whatever comes of it.
            do { try settle() } catch let failure as PostgresFailure { throw failure } catch {}
            _ = try query("ROLLBACK TO SAVEPOINT maru_\(number)", [])
            _ = try query("RELEASE SAVEPOINT maru_\(number)", [])
            state.rollBack(toActions: actions)
            throw error
        }
    }

    func serialize(on name: String) throws {
        if !turns.contains(name) { turns.append(name) }
        _ = try query("SELECT pg_advisory_xact_lock(\(Self.turn("$1::text")))", [.text(name)])
    }

    /// The number of a lock, which replicas on one schema share.
    static func turn(_ name: String) -> String { "hashtextextended(current_schema()::text || '/' || \(name), 0)" }

    func reserveKeys(_ count: Int, of table: String, _ column: String) throws -> [Int64] {
        // Looked up once, not for every key.
        try rows(
            """
            WITH sequence AS MATERIALIZED (SELECT pg_get_serial_sequence($1, $2)::regclass AS name)
            SELECT nextval(name) AS key FROM sequence, generate_series(1::bigint, $3::bigint) ORDER BY key
            """, [table, column, count]
        ).map { try $0.integer("key") }
    }

    func afterCommit(_ action: @escaping @Sendable () -> Void) { state.afterCommit(action) }

    private func query(_ sql: String, _ values: [SQLValue]) throws -> PostgresResult {
        try dooming { try connection.query(sql, PostgresParameters(values)) }
    }

    private func pipeline<Batch>(
        _ batches: some Sequence<Batch>, count: Int, _ statement: (Batch) throws -> (sql: String, parameters: PostgresParameters)
    ) throws -> Int {
        try dooming {
            var changed = 0
            var window: [(sql: String, parameters: PostgresParameters)] = []
            window.reserveCapacity(min(count, Self.pipelineWindow))
            for batch in batches {
                window.append(try statement(batch))
                guard window.count == Self.pipelineWindow else { continue }
                changed += try connection.pipeline(window)
                window.removeAll(keepingCapacity: true)
            }
            if !window.isEmpty { changed += try connection.pipeline(window) }
            return changed
        }
    }

    private func dooming<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch {
            state.fail(with: error)
            throw error
        }
    }

    private static func hasRepeatedKey(_ key: [String], _ columns: [String], _ values: [SQLValue]) -> Bool {
        let positions = key.compactMap { columns.firstIndex(of: $0) }
        var seen = Set<[SQLValue]>(minimumCapacity: values.count / max(1, columns.count))
        return !stride(from: 0, to: values.count, by: max(1, columns.count)).allSatisfy { row in
            seen.insert(positions.map { values[row + $0] }).inserted
        }
    }
}
