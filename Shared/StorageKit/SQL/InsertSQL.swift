/// Builds the text of bulk statements.
enum InsertSQL {
    /// For SQLite, one parameter for each value.
    ///
    /// `OR FAIL` and not the default `OR ABORT`: what a refused statement did before is undone with the transaction or its
    /// savepoint anyway (``TransactionState``), so SQLite need not keep a copy of every page for it, which takes a third of the
    /// time of an INSERT of several rows that neither updates nor names other tables (https://sqlite.org/lang_conflict.html).
    static func text(table: String, columns: [String], rowCount: Int, onConflict rule: ConflictRule) -> String {
        var sql = "INSERT OR FAIL INTO \(table) (\(columns.joined(separator: ", "))) VALUES "
        var parameter = 1
        for row in 0..<rowCount {
            sql += row == 0 ? "(" : ", ("
            for column in 0..<columns.count {
                sql += column == 0 ? "$\(parameter)" : ", $\(parameter)"
                parameter += 1
            }
            sql += ")"
        }
        return sql + rule.clause
    }

    /// One array for each column: the same text for any number of rows.
    static func arrays(table: String, columns: [String], of elements: [PostgresElement], onConflict rule: ConflictRule) -> String {
        "INSERT INTO \(table) (\(columns.joined(separator: ", "))) SELECT * FROM \(unnest(elements))" + rule.clause
    }

    static func unnest(_ elements: [PostgresElement]) -> String {
        "unnest(" + elements.enumerated().map { "$\($0 + 1)::\($1.arrayType)" }.joined(separator: ", ") + ")"
    }
}
