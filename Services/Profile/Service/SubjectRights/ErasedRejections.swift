import CommonModels
import StorageKit

/// Refused events, and those in quarantine, are kept as they were sent, and refused rows of imports as they stood; those that
/// name somebody erased go.
enum ErasedRejections {
    private static let tables = [
        (name: "ingest_rejection", key: "rejection_id", text: "payload"), (name: "import_reject", key: "reject_id", text: "content"),
        (name: "quarantined_event", key: "quarantine_id", text: "payload"),
    ]

    /// Values looked for in one pass over the table.
    private static let chunkMax = 50

    static func remove(naming values: [String], in tx: any SQLTransaction) throws {
        for table in tables { try remove(naming: values, from: table, in: tx) }
        // What a dry run would have stored is shown for a while; it may name anybody.
        try tx.execute("UPDATE file_import SET samples = '[]' WHERE is_dry_run = 1 AND samples <> '[]'")
    }

    private static func remove(
        naming values: [String], from table: (name: String, key: String, text: String), in tx: any SQLTransaction
    ) throws {
        for start in stride(from: 0, to: values.count, by: chunkMax) {
            let chunk = Array(values[start..<min(start + chunkMax, values.count)])
            let found = chunk.indices.map { tx.engine.contains(table.text, "$\($0 + 1)") }.joined(separator: " OR ")
            var doomed: [[SQLValue]] = []
            try tx.forEachRow(
                "SELECT \(table.key), \(table.text) FROM \(table.name) WHERE \(found)", chunk.map { $0 as any SQLBindable }
            ) { row in
                let payload = try row.text(table.text).lowercased()
                if chunk.contains(where: { names($0.lowercased(), payload) }) { doomed.append([try row.value(table.key)]) }
            }
            try tx.executeMany("DELETE FROM \(table.name) WHERE \(table.key) = $1", doomed)
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
