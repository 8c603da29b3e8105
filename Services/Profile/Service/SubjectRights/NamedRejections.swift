import CommonModels
import ProfileDomain
import StorageKit

/// Refused events, and those in quarantine, are kept as they were sent, and refused rows of imports as they stood. What of it
/// may name somebody erased goes, and rather too much than too little. Whoever asks is given what is theirs for certain.
enum NamedRejections {
    /// A table, its key, and the texts that may name somebody: reasons quote what rows say.
    private struct Table {
        let name: String
        let key: String
        let text: String
    }

    private static let rejections = Table(name: "ingest_rejection", key: "rejection_id", text: "payload")
    private static let rejects = Table(name: "import_reject", key: "reject_id", text: "content || ' ' || reason")
    private static let waiting = Table(name: "quarantined_event", key: "quarantine_id", text: "payload")

    /// Values looked for in one pass over the table, and rows one step looks at.
    private static let chunkMax = 50
    private static let stepMax = 2_000

    // MARK: Removing

    static func remove(naming values: [String], in tx: any SQLTransaction) throws {
        let phones = values.compactMap { ErasedPhone($0) }
        for table in [rejections, rejects, waiting] {
            var from: Int64 = 0
            while let end = try end(of: table, after: from, in: tx) {
                var doomed: [[SQLValue]] = []
                for start in stride(from: 0, to: values.count, by: chunkMax) {
                    let chunk = Array(values[start..<min(start + chunkMax, values.count)])
                    let small = chunk.map { $0.lowercased() }
                    for row in try rows(of: table, from, end, naming: chunk, in: tx) {
                        let text = try row.text("said").lowercased()
                        if small.contains(where: { names($0, text) }) { doomed.append([try row.value("place")]) }
                    }
                }
                // A number is written in so many ways that the database does not find it.
                for row in phones.isEmpty ? [] : try rows(of: table, from, end, naming: [], in: tx) {
                    let text = try row.text("said")
                    if phones.contains(where: { $0.isNamed(in: text) }) { doomed.append([try row.value("place")]) }
                }
                try tx.executeMany("DELETE FROM \(table.name) WHERE \(table.key) = $1", doomed)
                from = end
            }
        }
        // What a dry run would have stored is shown for a while; it may name anybody.
        try tx.execute("UPDATE file_import SET samples = '[]' WHERE is_dry_run = 1 AND samples <> '[]'")
    }

    // MARK: Giving

    /// The tables of which somebody is given rows.
    static let given = [rejections.name, rejects.name]

    /// What of the next rows of a table is somebody's own: what states an identity of theirs as the sender, or holds an
    /// address or number that names nobody else. A short number in somebody else's row is not enough.
    /// - Returns: nil at the end.
    static func step(
        of name: String, after place: Int64, for identities: Set<IdentityKey>, in tx: any SQLTransaction
    ) throws -> (rows: [JSONValue], place: Int64)? {
        let table = name == rejections.name ? rejections : rejects
        guard let end = try end(of: table, after: place, in: tx) else { return nil }
        let values = identities.map(\.value).sorted()
        let telling = values.filter { $0.contains("@") }.map { $0.lowercased() }
        var found: [Int64: JSONValue] = [:]
        for start in stride(from: 0, to: values.count, by: chunkMax) {
            let chunk = Array(values[start..<min(start + chunkMax, values.count)])
            for row in try rows(of: table, place, end, naming: chunk, in: tx) {
                let text = try row.text("said")
                let small = text.lowercased()
                guard telling.contains(where: { names($0, small) }) || isSent(text, by: identities) else { continue }
                found[try row.integer("place")] = .string(text)
            }
        }
        return (found.sorted { $0.key < $1.key }.map { ["refused": $0.value] }, end)
    }

    /// Whether a refused call states one of the identities as its sender's.
    private static func isSent(_ payload: String, by identities: Set<IdentityKey>) -> Bool {
        guard let call = try? JSONValue(parsing: payload) else { return false }
        let senders = ["userId", "anonymousId", "previousId"].compactMap { name in
            call[name]?.stringValue.map { IdentityKey(trusted: IdentityNamespace(rawValue: name == "previousId" ? "userId" : name), $0) }
        }
        return !identities.isDisjoint(with: senders)
    }

    // MARK: Reading

    /// The key of the last row of the next step; nil when there is none.
    private static func end(of table: Table, after place: Int64, in tx: any SQLTransaction) throws -> Int64? {
        let sql = "SELECT \(table.key) AS place FROM \(table.name) WHERE \(table.key) > $1 ORDER BY \(table.key) LIMIT $2"
        return try tx.row("SELECT max(place) AS place FROM (\(sql)) AS step", [place, stepMax])?.integerOrNull("place")
    }

    /// Rows of a step that contain one of the values, or all of them without values.
    private static func rows(
        of table: Table, _ place: Int64, _ end: Int64, naming values: [String], in tx: any SQLTransaction
    ) throws -> [SQLRow] {
        let found = values.indices.map { tx.engine.contains(table.text, "$\($0 + 3)") }.joined(separator: " OR ")
        return try tx.rows(
            """
            SELECT \(table.key) AS place, \(table.text) AS said FROM \(table.name)
            WHERE \(table.key) > $1 AND \(table.key) <= $2\(found.isEmpty ? "" : " AND (\(found))") ORDER BY \(table.key)
            """, [place, end] + values.map { $0 as any SQLBindable })
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
