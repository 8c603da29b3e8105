import StorageKit

/// Looks up rows by many keys with few statement texts, so that both engines can reuse their plans.
enum BoundedLookup {
    /// Keys of one statement.
    static let chunk = 64

    /// Calls `body` for every row of `SELECT … WHERE column IN (keys)`.
    ///
    /// - Parameter select: the statement up to the list, ending in `IN`.
    static func forEachRow(
        _ select: String, keys: some Collection<String>, in tx: any SQLTransaction, _ body: (SQLRow) throws -> Void
    ) throws {
        var index = keys.startIndex
        while index != keys.endIndex {
            let end = keys.index(index, offsetBy: chunk, limitedBy: keys.endIndex) ?? keys.endIndex
            var part: [any SQLBindable] = Array(keys[index..<end])
            let isSingle = part.count == 1
            let list = isSingle ? "($1)" : fullList
            if !isSingle, let last = part.last { part += Array(repeating: last, count: chunk - part.count) }
            for row in try tx.rows("\(select) \(list)", part) { try body(row) }
            index = end
        }
    }

    private static let fullList = "(" + (1...chunk).map { "$\($0)" }.joined(separator: ", ") + ")"
}
