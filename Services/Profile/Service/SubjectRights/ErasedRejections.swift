import CommonModels
import StorageKit

/// Refused events, and those in quarantine, are kept as they were sent; those that name somebody erased go.
enum ErasedRejections {
    /// Values looked for in one pass over the table.
    private static let chunkMax = 50

    static func remove(naming values: [String], in tx: any SQLTransaction) throws {
        try remove(naming: values, from: "ingest_rejection", key: "rejection_id", in: tx)
        try remove(naming: values, from: "quarantined_event", key: "quarantine_id", in: tx)
    }

    private static func remove(naming values: [String], from table: String, key: String, in tx: any SQLTransaction) throws {
        for start in stride(from: 0, to: values.count, by: chunkMax) {
            let chunk = Array(values[start..<min(start + chunkMax, values.count)])
            let found = chunk.indices.map { tx.engine.contains("payload", "$\($0 + 1)") }.joined(separator: " OR ")
            var doomed: [[SQLValue]] = []
            try tx.forEachRow(
                "SELECT \(key), payload FROM \(table) WHERE \(found)", chunk.map { $0 as any SQLBindable }
            ) { row in
                let payload = try row.text("payload").lowercased()
                if chunk.contains(where: { names($0.lowercased(), payload) }) { doomed.append([try row.value(key)]) }
            }
            try tx.executeMany("DELETE FROM \(table) WHERE \(key) = $1", doomed)
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
