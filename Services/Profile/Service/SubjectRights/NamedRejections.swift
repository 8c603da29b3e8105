import CommonModels
import StorageKit

/// Refused events, and those in quarantine, are kept as they were sent, and refused rows of imports as they stood; what of it
/// names somebody is found by their identities, telephone numbers however they are written. Whoever asks is given it, and
/// with somebody erased it goes.
enum NamedRejections {
    /// A table, its key, the texts that may name somebody (reasons quote what rows say), and what somebody is told of a row.
    struct Table: Sendable {
        let name: String
        fileprivate let key: String
        fileprivate let text: String
        fileprivate let columns: [String]
        /// Whose rows are given to those who ask elsewhere.
        fileprivate var isGivenElsewhere = false
    }

    private static let tables = [
        Table(name: "ingest_rejection", key: "rejection_id", text: "payload", columns: ["source", "code", "detail", "pointer", "payload"]),
        Table(
            name: "import_reject", key: "reject_id", text: "content || ' ' || reason",
            columns: ["import_id", "first_row", "reason", "content"]),
        Table(name: "quarantined_event", key: "quarantine_id", text: "payload", columns: [], isGivenElsewhere: true),
    ]

    /// Values looked for in one pass over the table, and rows held at a time.
    private static let chunkMax = 50
    private static let pageMax = 200
    /// Rows of one table that somebody is given.
    static let givenMax = 1_000

    static func remove(naming values: [String], in tx: any SQLTransaction) throws {
        for table in tables {
            try forEachPage(of: table, naming: values, in: tx) { rows in
                try tx.executeMany("DELETE FROM \(table.name) WHERE \(table.key) = $1", rows.map { [try $0.value("place")] })
                return true
            }
        }
        // What a dry run would have stored is shown for a while; it may name anybody.
        try tx.execute("UPDATE file_import SET samples = '[]' WHERE is_dry_run = 1 AND samples <> '[]'")
    }

    /// What was refused and names somebody, at most ``givenMax`` rows of a table.
    static func rows(naming values: [String], in tx: any SQLTransaction) throws -> [(table: String, rows: [JSONValue])] {
        try tables.filter { !$0.isGivenElsewhere }.map { table in
            var found: [Int64: JSONValue] = [:]
            try forEachPage(of: table, naming: values, in: tx) { rows in
                for row in rows where found.count < givenMax {
                    found[try row.integer("place")] = .object(
                        try table.columns.reduce(into: JSONObject()) { members, column in
                            members[column] =
                                if case .integer(let number) = try row.value(column) { .integer(number) } else {
                                    .string(try row.text(column))
                                }
                        })
                }
                return found.count < givenMax
            }
            return (table.name, found.sorted { $0.key < $1.key }.map(\.value))
        }
    }

    /// Goes through the rows that name one of the values, some at a time, while `body` wants more.
    private static func forEachPage(
        of table: Table, naming values: [String], in tx: any SQLTransaction, _ body: ([SQLRow]) throws -> Bool
    ) throws {
        for start in stride(from: 0, to: values.count, by: chunkMax) {
            let chunk = Array(values[start..<min(start + chunkMax, values.count)])
            let small = chunk.map { $0.lowercased() }
            let found = chunk.indices.map { tx.engine.contains(table.text, "$\($0 + 1)") }.joined(separator: " OR ")
            let wantsMore = try forEachPage(of: table, where: found, chunk, in: tx, body) { text in
                let text = text.lowercased()
                return small.contains { names($0, text) }
            }
            guard wantsMore else { return }
        }
        // A number is written in so many ways that the database does not find it.
        let phones = values.compactMap { ErasedPhone($0) }
        guard !phones.isEmpty else { return }
        _ = try forEachPage(of: table, where: "1 = 1", [], in: tx, body) { text in phones.contains { $0.isNamed(in: text) } }
    }

    private static func forEachPage(
        of table: Table, where condition: String, _ arguments: [String], in tx: any SQLTransaction, _ body: ([SQLRow]) throws -> Bool,
        names: (String) -> Bool
    ) throws -> Bool {
        let columns = (["\(table.key) AS place", "\(table.text) AS said"] + table.columns).joined(separator: ", ")
        let sql = """
            SELECT \(columns) FROM \(table.name)
            WHERE \(table.key) > $\(arguments.count + 1) AND (\(condition)) ORDER BY \(table.key) LIMIT \(pageMax)
            """
        var last: Int64 = 0
        while true {
            let rows = try tx.rows(sql, arguments.map { $0 as any SQLBindable } + [last])
            guard try body(rows.filter { names(try $0.text("said")) }) else { return false }
            guard rows.count == pageMax, let end = rows.last else { return true }
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
