/// Builds the text of a bulk insert, the same for both engines.
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
        switch rule {
        case .fail: break
        case .ignore: sql += " ON CONFLICT DO NOTHING"
        case .replace(let key, let update):
            let assignments = update.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
            sql += " ON CONFLICT (\(key.joined(separator: ", "))) DO UPDATE SET \(assignments)"
        }
        return sql
    }
}
