/// Reads CSV (RFC 4180) from a byte source, record by record, in constant memory.
///
/// Quoted fields may hold delimiters, line ends and doubled quotes; lines end in LF, CRLF or CR LF mixed; a byte
/// order mark and blank lines are skipped; the last line needs no line end.
package struct CSVReader {
    /// Bytes of one record. A longer one means a quote that is never closed.
    package static let recordBytesMax = 1_048_576

    private let source: any ByteSource
    private let delimiter: UInt8
    private var buffer: [UInt8] = []
    private var position = 0
    private var isEnded = false
    private var rows = -1
    private var isFirst = true

    package init(_ source: any ByteSource, delimiter: UInt8 = UInt8(ascii: ",")) {
        self.source = source
        self.delimiter = delimiter
    }

    /// Reads the next record that is not blank; the header is row 0.
    /// - Returns: false at the end of the file.
    package mutating func next(_ record: inout RowRecord) throws -> Bool {
        if isFirst {
            isFirst = false
            // The mark may come in pieces.
            while buffer.count < 3, !isEnded { try fill() }
            if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        }
        while true {
            record.clear()
            if let end = buffer.withUnsafeBufferPointer({ parse($0, into: &record) }) {
                position = end
                if record.isBlank { continue }
                rows += 1
                record.row = rows
                return true
            }
            if isEnded { return false }
            if buffer.count - position > CSVReader.recordBytesMax { throw ImportError.recordTooLong(row: rows + 1) }
            try fill()
        }
    }

    private mutating func fill() throws {
        buffer.removeFirst(position)
        position = 0
        if try !source.read(into: &buffer) { isEnded = true }
    }

    /// One record from `position`.
    /// - Returns: the position after it, or nil when the buffer ends before the record does.
    private func parse(_ bytes: UnsafeBufferPointer<UInt8>, into record: inout RowRecord) -> Int? {
        var index = position
        let end = bytes.count
        if index == end { return nil }
        while true {
            if index < end, bytes[index] == UInt8(ascii: "\"") {
                guard let after = parseQuoted(bytes, from: index + 1, into: &record) else { return nil }
                index = after
            }
            let start = index
            while index < end, bytes[index] != delimiter, bytes[index] != 10, bytes[index] != 13 { index += 1 }
            if index > start { record.append(UnsafeBufferPointer(rebasing: bytes[start..<index])) }
            if index == end {
                guard isEnded else { return nil }
                record.endField()
                return end
            }
            record.endField()
            if bytes[index] == delimiter {
                index += 1
                continue
            }
            if bytes[index] == 10 { return index + 1 }
            // CR: take the LF after it, which may not have been read yet.
            if index + 1 == end, !isEnded { return nil }
            return index + 1 < end && bytes[index + 1] == 10 ? index + 2 : index + 1
        }
    }

    /// Content up to the closing quote.
    /// - Returns: the position after the quote, or nil when the buffer ends first.
    private func parseQuoted(_ bytes: UnsafeBufferPointer<UInt8>, from first: Int, into record: inout RowRecord) -> Int? {
        var index = first
        var start = first
        let end = bytes.count
        while index < end {
            guard bytes[index] == UInt8(ascii: "\"") else {
                index += 1
                continue
            }
            if index + 1 == end, !isEnded { return nil }
            record.append(UnsafeBufferPointer(rebasing: bytes[start..<index]))
            guard index + 1 < end, bytes[index + 1] == UInt8(ascii: "\"") else { return index + 1 }
            record.append(UInt8(ascii: "\""))
            index += 2
            start = index
        }
        guard isEnded else { return nil }
        record.append(UnsafeBufferPointer(rebasing: bytes[start..<end]))
        return end
    }
}
