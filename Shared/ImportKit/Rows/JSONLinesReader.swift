import CommonModels

/// Reads JSON Lines row by row: the members that a mapping names, by dotted path, become the fields of a row.
///
/// Text is taken without its quotes, numbers and truth values as they stand, null as nothing, lists and objects as JSON.
struct JSONLinesReader {
    private var lines: LineReader
    private let columns: MemberColumns
    private var found: [MemberColumns.Found]

    init(_ source: any ByteSource, columns names: [String]) {
        lines = LineReader(source)
        columns = MemberColumns(names)
        found = Array(repeating: .absent, count: names.count)
    }

    /// - Returns: false at the end of the file.
    mutating func next(_ record: inout RowRecord) throws -> Bool {
        let columns = self.columns
        // The list changes hands, or it would be copied with every row.
        var found: [MemberColumns.Found] = []
        swap(&found, &self.found)
        defer { swap(&found, &self.found) }
        return try lines.next { line, row in
            record.clear()
            record.row = row
            record.keep(line: line)
            do throws(JSONParseError) {
                try columns.read(line, into: &found)
                try Self.append(found, of: line, to: &record)
            } catch {
                record.fault = "is not a JSON object: \(error)"
            }
            return true
        } ?? false
    }

    private static func append(
        _ found: [MemberColumns.Found], of line: UnsafeBufferPointer<UInt8>, to record: inout RowRecord
    ) throws(JSONParseError) {
        let reader = JSONReader(line)
        for one in found {
            switch one {
            case .absent: break
            case .plain(let range): record.append(UnsafeBufferPointer(rebasing: line[range]))
            case .escaped(let range): record.append(try reader.string(in: range, hasEscapes: true))
            }
            record.endField()
        }
    }
}
