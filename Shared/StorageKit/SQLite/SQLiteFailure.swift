import GRDB
import GRDBSQLite

/// Turns what SQLite reports into ``StorageError``.
enum SQLiteFailure {
    /// Errors of a caller's closure pass as they are.
    static func storageError(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        return storageError(code: error.extendedResultCode.rawValue, message: error.message ?? "no message")
    }

    static func storageError(code: CInt, message: String) -> StorageError {
        switch code {
        case SQLITE_CONSTRAINT | (8 << 8), SQLITE_CONSTRAINT | (6 << 8), SQLITE_CONSTRAINT | (10 << 8): return .constraint(.unique, message)
        case SQLITE_CONSTRAINT | (3 << 8): return .constraint(.foreignKey, message)
        case SQLITE_CONSTRAINT | (1 << 8): return .constraint(.check, message)
        case SQLITE_CONSTRAINT | (5 << 8): return .constraint(.notNull, message)
        default: break
        }
        switch code & 0xff {
        case SQLITE_FULL: return .unavailable("the disk is full")
        case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_NOMEM, SQLITE_PROTOCOL:
            return .unavailable("the disk refused: \(message)")
        case SQLITE_BUSY, SQLITE_LOCKED: return .unavailable("the database is busy")
        case SQLITE_INTERRUPT: return .unavailable("the transaction took too long")
        case SQLITE_CONSTRAINT: return .constraint(.check, message)
        case SQLITE_MISUSE where message.contains("closed"): return .closed
        default: return .malformed("SQLite \(code): \(message)")
        }
    }
}
