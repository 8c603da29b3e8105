/// Builds the text of a bulk update; see ``SQLTransaction/update(_:key:columns:values:set:)``.
enum UpdateSQL {
    /// For one row of values, `v.column` being a parameter.
    static func text(table: String, key: [String], columns: [String], set: [String]) -> String {
        var assignments = set.joined(separator: ", ")
        for (number, column) in columns.enumerated().sorted(by: { $0.element.utf8.count > $1.element.utf8.count }) {
            assignments = assignments.replacing("v.\(column)", with: "$\(number + 1)")
        }
        let condition = key.map { column in "\(column) = $\((columns.firstIndex(of: column) ?? 0) + 1)" }
        return "UPDATE \(table) SET \(assignments) WHERE \(condition.joined(separator: " AND "))"
    }

    /// For any number of rows, one array for each column.
    static func arrays(table: String, key: [String], columns: [String], of elements: [PostgresElement], set: [String]) -> String {
        let condition = key.map { "\(table).\($0) = v.\($0)" }.joined(separator: " AND ")
        return "UPDATE \(table) SET \(set.joined(separator: ", ")) FROM \(InsertSQL.unnest(elements)) "
            + "AS v (\(columns.joined(separator: ", "))) WHERE \(condition)"
    }
}
