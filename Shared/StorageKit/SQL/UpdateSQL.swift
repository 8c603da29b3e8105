/// Builds the text of a bulk update; see ``SQLTransaction/update(_:key:columns:values:set:)``.
enum UpdateSQL {
    /// For one row of values, `v.column` being a parameter.
    /// - Throws: ``StorageError/malformed(_:)`` for a key that is not among the columns.
    static func text(table: String, key: [String], columns: [String], set: [String]) throws(StorageError) -> String {
        let assignments = numbered(set.joined(separator: ", "), columns)
        var condition: [String] = []
        for column in key {
            guard let number = columns.firstIndex(of: column) else { throw .malformed("\(column) is no column of the values") }
            condition.append("\(column) = $\(number + 1)")
        }
        return "UPDATE \(table) SET \(assignments) WHERE \(condition.joined(separator: " AND "))"
    }

    /// The words `v.column` as the parameters of their columns.
    private static func numbered(_ text: String, _ columns: [String]) -> String {
        var output = ""
        var word = ""
        func flush() {
            if word.hasPrefix("v."), let number = columns.firstIndex(of: String(word.dropFirst(2))) {
                output += "$\(number + 1)"
            } else {
                output += word
            }
            word.removeAll(keepingCapacity: true)
        }
        for character in text.unicodeScalars {
            switch character {
            case "a"..."z", "A"..."Z", "0"..."9", "_", ".": word.unicodeScalars.append(character)
            case _:
                flush()
                output.unicodeScalars.append(character)
            }
        }
        flush()
        return output
    }

    /// For any number of rows, one array for each column.
    static func arrays(table: String, key: [String], columns: [String], of elements: [PostgresElement], set: [String]) -> String {
        let condition = key.map { "\(table).\($0) = v.\($0)" }.joined(separator: " AND ")
        return "UPDATE \(table) SET \(set.joined(separator: ", ")) FROM \(InsertSQL.unnest(elements)) "
            + "AS v (\(columns.joined(separator: ", "))) WHERE \(condition)"
    }
}
