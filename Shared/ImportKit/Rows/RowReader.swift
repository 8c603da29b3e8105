/// Reads the rows of a file, however they are written.
struct RowReader {
    private var csv: CSVReader?
    private var jsonLines: JSONLinesReader?

    init(_ reader: CSVReader) { csv = reader }
    init(_ reader: JSONLinesReader) { jsonLines = reader }

    /// - Returns: false at the end of the file.
    mutating func next(_ record: inout RowRecord) throws -> Bool {
        if let isRead = try csv?.next(&record) { return isRead }
        return try jsonLines?.next(&record) ?? false
    }
}
