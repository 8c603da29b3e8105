/// How the rows of a file are written; gzip is told from the file's first bytes.
package enum ImportFormat: String, Sendable, Codable, CaseIterable {
    /// RFC 4180 with a header row.
    case csv
    /// One JSON object a line.
    case jsonLines = "jsonl"

    /// Told from a file's name: `.jsonl`, `.ndjson`, also before `.gz`; everything else is CSV.
    package init(fileName: String) {
        let name = fileName.lowercased()
        let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
        self = plain.hasSuffix(".jsonl") || plain.hasSuffix(".ndjson") ? .jsonLines : .csv
    }
}
