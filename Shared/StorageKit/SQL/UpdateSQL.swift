/// Builds the text of a bulk update; see ``SQLTransaction/update(_:key:columns:values:set:)``.
enum UpdateSQL {
    /// For one row of values, `v.column` being a parameter.
    /// - Throws: ``StorageError/malformed(_:)`` for a key that is not among the columns.
    static func text(table: String, key: [String], columns: [String], set: [String]) throws(StorageError) -> String {
        var assignments = set.joined(separator: ", ")
        for (number, column) in columns.enumerated().sorted(by: { $0.element.utf8.count > $1.element.utf8.count }) {
            assignments = assignments.replacing("v.\(column)", with: "$\(number + 1)")
        }
        var condition: [String] = []
        for column in key {
            guard let number = columns.firstIndex(of: column) else { throw .malformed("\(column) is no column of the values") }
            condition.append("\(column) = $\(number + 1)")
        }
        return "UPDATE \(table) SET \(assignments) WHERE \(condition.joined(separator: " AND "))"
    }

    /// For any number of rows, one array for each column.
    static func arrays(table: String, key: [String], columns: [String], of elements: [PostgresElement], set: [String]) -> String {
        let condition = key.map { "\(table).\($0) = v.\($0)" }.joined(separator: " AND ")
        return "UPDATE \(table) SET \(set.joined(separator: ", ")) FROM \(InsertSQL.unnest(elements)) "
            + "AS v (\(columns.joined(separator: ", "))) WHERE \(condition)"
    }
}
