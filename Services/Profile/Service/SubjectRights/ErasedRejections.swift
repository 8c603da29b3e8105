import StorageKit

/// Refused events, and those in quarantine, are kept as they were sent, and refused rows of imports as they stood; those that
/// name somebody erased go, telephone numbers however they are written.
enum ErasedRejections {
    /// A table, its key, and the texts that may name somebody: reasons quote what rows say.
    private struct Table {
        let name: String
        let key: String
        let text: String
    }

    private static let tables = [
        Table(name: "ingest_rejection", key: "rejection_id", text: "payload"),
        Table(name: "import_reject", key: "reject_id", text: "content || ' ' || reason"),
        Table(name: "quarantined_event", key: "quarantine_id", text: "payload"),
    ]

    /// Values looked for in one pass over the table, and rows held at a time.
    private static let chunkMax = 50
    private static let pageMax = 200

    static func remove(naming values: [String], in tx: any SQLTransaction) throws {
        let phones = values.compactMap { ErasedPhone($0) }
        for table in tables {
            for start in stride(from: 0, to: values.count, by: chunkMax) {
                let chunk = Array(values[start..<min(start + chunkMax, values.count)])
                let small = chunk.map { $0.lowercased() }
                let found = chunk.indices.map { tx.engine.contains(table.text, "$\($0 + 1)") }.joined(separator: " OR ")
                try remove(from: table, where: found, chunk, in: tx) { text in
                    let text = text.lowercased()
                    return small.contains { names($0, text) }
                }
            }
            // A number is written in so many ways that the database does not find it.
            guard !phones.isEmpty else { continue }
            try remove(from: table, where: "1 = 1", [], in: tx) { text in phones.contains { $0.isNamed(in: text) } }
        }
        // What a dry run would have stored is shown for a while; it may name anybody.
        try tx.execute("UPDATE file_import SET samples = '[]' WHERE is_dry_run = 1 AND samples <> '[]'")
    }

    /// Goes through the rows that `condition` finds, some at a time.
    private static func remove(
        from table: Table, where condition: String, _ arguments: [String], in tx: any SQLTransaction, _ isDoomed: (String) -> Bool
    ) throws {
        let sql = """
            SELECT \(table.key) AS place, \(table.text) AS said FROM \(table.name)
            WHERE \(table.key) > $\(arguments.count + 1) AND (\(condition)) ORDER BY \(table.key) LIMIT \(pageMax)
            """
        var last: Int64 = 0
        while true {
            let rows = try tx.rows(sql, arguments.map { $0 as any SQLBindable } + [last])
            var doomed: [[SQLValue]] = []
            for row in rows where try isDoomed(row.text("said")) { doomed.append([try row.value("place")]) }
            try tx.executeMany("DELETE FROM \(table.name) WHERE \(table.key) = $1", doomed)
            guard rows.count == pageMax, let end = rows.last else { return }
            last = try end.integer("place")
        }
    }

    /// Whether `value` stands in `text` by itself: the member number 7 is not in 70.
    static func names(_ value: String, _ text: String) -> Bool {
        var rest = text[...]
        while let range = rest.firstRange(of: value) {
            let isOpen = range.lowerBound == text.startIndex || !isPart(text[text.index(before: range.lowerBound)])
            let isClosed = range.upperBound == text.endIndex || !isPart(text[range.upperBound])
            if isOpen, isClosed { return true }
            rest = text[text.index(after: range.lowerBound)...]
        }
        return false
    }

    private static func isPart(_ character: Character) -> Bool { character.isLetter || character.isNumber }
}
