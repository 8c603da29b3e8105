extension SQLTransaction {
    /// Rows whose key is among `keys`, a fixed number of parameters at a time so that one statement is prepared once.
    /// - Parameter sql: the query up to and including `IN`, e.g. `SELECT … WHERE profile_id IN`.
    package func rows(_ sql: String, in keys: some Sequence<some SQLBindable>) throws -> [SQLRow] {
        var result: [SQLRow] = []
        var chunk: [any SQLBindable] = []
        chunk.reserveCapacity(KeyedRows.size)
        for key in keys {
            chunk.append(key)
            if chunk.count == KeyedRows.size {
                result += try rows(sql + KeyedRows.full, chunk)
                chunk.removeAll(keepingCapacity: true)
            }
        }
        guard let last = chunk.last else { return result }
        let size = KeyedRows.sizes.first { $0 >= chunk.count } ?? KeyedRows.size
        chunk += Array(repeating: last, count: size - chunk.count)
        return try result + rows(sql + KeyedRows.list(size), chunk)
    }
}

private enum KeyedRows {
    static let sizes = [1, 4, 16, 64]
    static let size = 64
    static let full = list(size)

    static func list(_ count: Int) -> String { " (" + (1...count).map { "$\($0)" }.joined(separator: ", ") + ")" }
}
