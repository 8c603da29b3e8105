/// Builds the text of bulk statements.
enum InsertSQL {
    static func text(table: String, columns: [String], rowCount: Int, onConflict rule: ConflictRule) -> String {
        var sql = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES "
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
