import Foundation
import GRDB
import GRDBSQLite

/// Binds and steps one prepared statement through SQLite's C interface.
struct SQLiteStatementCursor {
    private let statement: GRDB.Statement
    private let handle: OpaquePointer
    private let parameters: SQLiteParameters

    /// - Parameter sql: the statement's text as it was asked for; GRDB trims its own at every reading.
    init(_ statement: GRDB.Statement, sql: String) {
        self.statement = statement
        handle = statement.sqliteStatement
        parameters = SQLiteParameters.of(sql, handle)
    }

    var columnNames: [String] { statement.columnNames }
    var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }

    func bind(_ arguments: [any SQLBindable]) throws {
        try checkCount(arguments.count)
        for index in arguments.indices { try bind(arguments[index].sqlValue, to: index) }
    }

    /// Binds texts where they stand in `texts`, for a statement that is stepped to its end and reset before anything else is
    /// bound there.
    func bind(_ values: ArraySlice<SQLValue>, in texts: SQLiteTexts) throws {
        try checkCount(values.count)
        texts.begin()
        for index in values.indices {
            let position = index - values.startIndex
            guard case .text(let text) = values[index] else {
                try bind(values[index], to: position)
                continue
            }
            let place = try texts.add(text)
            try check(sqlite3_bind_text(handle, slot(position), place.start, place.count, Self.kept))
        }
    }

    /// - Returns: false at the end.
    func step() throws -> Bool {
        let code = sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure()
        }
    }

    func reset() { sqlite3_reset(handle) }

    func finish() {
        sqlite3_reset(handle)
        if parameters.count > 0 { sqlite3_clear_bindings(handle) }
    }

    func values(count: Int) -> [SQLValue] {
        [SQLValue](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            for column in 0..<count { buffer.initializeElement(at: column, to: value(CInt(column))) }
            initializedCount = count
        }
    }

    private func value(_ column: CInt) -> SQLValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, column))
        case SQLITE_TEXT:
            guard let bytes = sqlite3_column_text(handle, column) else { return .text("") }
            let count = Int(sqlite3_column_bytes(handle, column))
            return .text(String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            guard let bytes = sqlite3_column_blob(handle, column) else { return .blob([]) }
            return .blob([UInt8](UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, column)))))
        default: return .null
        }
    }

    private func bind(_ value: SQLValue, to index: Int) throws {
        let position = slot(index)
        let code: CInt
        switch value {
        case .null: code = sqlite3_bind_null(handle, position)
        case .integer(let integer): code = sqlite3_bind_int64(handle, position, integer)
        case .real(let real): code = sqlite3_bind_double(handle, position, real)
        case .text(var text):
            code = try text.withUTF8 { bytes in
                // PostgreSQL cannot hold it, so neither engine takes it.
                if let base = bytes.baseAddress, memchr(base, 0, bytes.count) != nil { throw StorageError.malformed("text holds a NUL") }
                return bytes.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text(handle, position, $0.baseAddress, CInt($0.count), Self.copied)
                }
            }
        case .blob(let bytes):
            code =
                bytes.isEmpty
                ? sqlite3_bind_zeroblob(handle, position, 0)
                : bytes.withUnsafeBytes { sqlite3_bind_blob(handle, position, $0.baseAddress, CInt($0.count), Self.copied) }
        }
        try check(code)
    }

    /// SQLite's index of a parameter.
    private func slot(_ index: Int) -> CInt { parameters.positions?[index] ?? CInt(index + 1) }

    private func check(_ code: CInt) throws {
        guard code == SQLITE_OK else { throw failure() }
    }

    /// `SQLITE_TRANSIENT`: SQLite copies what is bound.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    /// `SQLITE_STATIC`: what is bound stays where it is.
    private static var kept: sqlite3_destructor_type? { nil }

    private func checkCount(_ count: Int) throws {
        guard count == parameters.count else {
            throw StorageError.malformed("\(count) arguments for \(parameters.count) parameters: \(statement.sql)")
        }
    }

    private func failure() -> StorageError {
        let connection = sqlite3_db_handle(handle)
        return SQLiteFailure.storageError(code: sqlite3_extended_errcode(connection), message: String(cString: sqlite3_errmsg(connection)))
    }
}
