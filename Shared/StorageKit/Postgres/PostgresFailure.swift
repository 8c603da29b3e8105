/// Turns SQLSTATE codes into ``StorageError``, and says which failures are worth another run.
enum PostgresFailure: Error {
    /// The server undid the transaction and running it again is right.
    case retry(reason: String)
    /// The connection is gone; before COMMIT was sent nothing was saved.
    case connectionLost(String)

    static func storageError(state: String, message: String) -> StorageError {
        let message = message.trimmingSuffix { $0.isWhitespace }.replacing("\n", with: " ")
        switch state {
        case "23505", "23P01": return .constraint(.unique, message)
        case "23503": return .constraint(.foreignKey, message)
        case "23514": return .constraint(.check, message)
        case "23502": return .constraint(.notNull, message)
        case "53100": return .unavailable("the disk is full")
        // 08P01 is a protocol violation, e.g. a wrong count of arguments: ours.
        case "08000", "08001", "08003", "08004", "08006", "08007": return .unavailable("no connection to PostgreSQL: \(message)")
        case "57014": return .unavailable("the transaction took too long")
        default: break
        }
        switch state.prefix(2) {
        case "53", "57", "58": return .unavailable("PostgreSQL refused: \(message)")
        // A data exception quotes the value it could not read.
        case "22": return .malformed("PostgreSQL \(state): the data do not fit their column")
        default: return .malformed("PostgreSQL \(state): \(message)")
        }
    }

    /// Serialization failure, deadlock, or a plan that a migration of another replica made stale.
    static func isWorthRetrying(state: String) -> Bool { state == "40001" || state == "40P01" || state == "0A000" }
}

extension String {
    fileprivate func trimmingSuffix(_ isTrimmed: (Character) -> Bool) -> String {
        var end = endIndex
        while end > startIndex, isTrimmed(self[index(before: end)]) { end = index(before: end) }
        return String(self[..<end])
    }
}
