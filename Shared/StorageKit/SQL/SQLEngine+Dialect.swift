/// Where the engines differ, a name stands for the difference; stores splice the text it gives into their SQL.
extension SQLEngine {
    /// Text of a member inside a JSON column, NULL when absent. `path` is written by us, never by a customer.
    package func jsonText(_ column: String, path: [String]) -> String {
        switch self {
        case .sqlite: "json_extract(\(column), '$.\(path.map { "\"\($0)\"" }.joined(separator: "."))')"
        case .postgres: "(\(column)::jsonb #>> '{\(path.joined(separator: ","))}')"
        }
    }

    /// Ends a SELECT whose rows this transaction is about to change. SQLite has one writer, so it needs nothing.
    package var forUpdate: String {
        switch self {
        case .sqlite: ""
        case .postgres: " FOR UPDATE"
        }
    }

    /// The same for work queues: rows another replica holds are passed over.
    package var forUpdateSkipLocked: String {
        switch self {
        case .sqlite: ""
        case .postgres: " FOR UPDATE SKIP LOCKED"
        }
    }

    /// True when `column` contains the text of `parameter` (e.g. `$1`), letter case aside.
    package func contains(_ column: String, _ parameter: String) -> String {
        switch self {
        case .sqlite: "instr(lower(\(column)), lower(\(parameter))) > 0"
        case .postgres: "position(lower(\(parameter)) in lower(\(column))) > 0"
        }
    }

    /// The larger of two non-null expressions.
    package func greatest(_ left: String, _ right: String) -> String {
        switch self {
        case .sqlite: "max(\(left), \(right))"
        case .postgres: "greatest(\(left), \(right))"
        }
    }

    /// The smaller of two non-null expressions.
    package func least(_ left: String, _ right: String) -> String {
        switch self {
        case .sqlite: "min(\(left), \(right))"
        case .postgres: "least(\(left), \(right))"
        }
    }
}
