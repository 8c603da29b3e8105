import CommonModels

/// Reads JSON Lines of which each line is a call of the tracking API already.
///
/// A line without `messageId` gets one made of the file's content and its place, so that importing the file again stores
/// nothing twice. What happened long ago was sent long ago: `timestamp` is taken as it stands, and nothing is corrected by
/// `sentAt`.
struct EventLineReader {
    private var lines: LineReader
    private let idPrefix: String
    private let resumeRow: Int
    private(set) var counts = RowCounts()
    private var rejects: [RowReject] = []
    private var rejectBytes = 0
    private(set) var isEnded = false

    /// - Parameter fingerprint: of the file's content.
    init(_ source: any ByteSource, fingerprint: UInt64, resumingAt row: Int) {
        lines = LineReader(source)
        idPrefix = "import:" + String(fingerprint, radix: 16) + ":"
        resumeRow = row
    }

    var firstOpenRow: Int { counts.read + 1 }

    mutating func takeRejects() -> [RowReject] {
        defer {
            rejects.removeAll()
            rejectBytes = 0
        }
        return rejects
    }

    /// - Returns: nil at the end of the file, or after so many rows or bytes of refused ones.
    mutating func next(upTo lastRow: Int = .max, holding bytesMax: Int = .max) throws -> ImportedEvent? {
        while true {
            if counts.read >= lastRow || rejectBytes > bytesMax { return nil }
            let (from, idPrefix) = (resumeRow, idPrefix)
            let read = try lines.next { line, row in
                row < from ? (row, Line.passed) : (row, Self.line(line, id: idPrefix + String(row)))
            }
            guard let (row, line) = read else {
                isEnded = true
                return nil
            }
            counts.read = row
            switch line {
            case .passed: continue
            case .event(let bytes): return ImportedEvent(key: [], firstRow: row, lastRow: row, json: bytes)
            case .refused(let reason, let text):
                counts.rejected += 1
                let reject = RowReject(rows: row...row, reason: reason, text: text)
                rejectBytes += reject.bytes
                rejects.append(reject)
            }
        }
    }

    private enum Line {
        case passed
        case event([UInt8])
        case refused(reason: String, text: String)
    }

    private static func line(_ line: UnsafeBufferPointer<UInt8>, id: String) -> Line {
        do throws(JSONParseError) {
            return .event(try event(line, id: id))
        } catch {
            return .refused(reason: "is not a JSON object: \(error)", text: String(decoding: line, as: UTF8.self))
        }
    }

    /// The line with what an import adds, as further members: of repeated ones the last counts.
    private static func event(_ line: UnsafeBufferPointer<UInt8>, id: String) throws(JSONParseError) -> [UInt8] {
        var reader = JSONReader(line)
        guard reader.peek() == UInt8(ascii: "{") else { throw JSONParseError(.unexpectedByte, at: 0) }
        var known = Known()
        try reader.readObject { key, _, reader throws(JSONParseError) in
            let value = try reader.skipValue()
            // Null, or a text without letters.
            known.note(key, isEmpty: line[value.lowerBound] == UInt8(ascii: "n") || value.count == 2)
        }
        let end = reader.offset - 1
        try reader.expectEnd()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(line.count + 80)
        bytes.append(contentsOf: line[..<end])
        func add(_ name: StaticString, _ value: String?) {
            if !known.isEmptyObject { bytes.append(UInt8(ascii: ",")) }
            known.isEmptyObject = false
            bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
            if let value { JSONBytes.append(string: Array(value.utf8)[...], to: &bytes) } else { bytes += "null".utf8 }
        }
        if !known.hasMessageID { add("\"messageId\":", id) }
        if known.hasSentAt { add("\"sentAt\":", nil) }
        if known.hasTimestamp, known.hasOriginalTimestamp { add("\"originalTimestamp\":", nil) }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// Members of a line that an import looks at.
    private struct Known {
        var isEmptyObject = true
        var hasMessageID = false
        var hasSentAt = false
        var hasTimestamp = false
        var hasOriginalTimestamp = false

        /// - Parameter isEmpty: null or an empty text.
        mutating func note(_ key: UnsafeBufferPointer<UInt8>, isEmpty: Bool) {
            isEmptyObject = false
            if Self.equal(key, "messageId") { hasMessageID = !isEmpty }
            if Self.equal(key, "sentAt") { hasSentAt = !isEmpty }
            if Self.equal(key, "timestamp") { hasTimestamp = !isEmpty }
            if Self.equal(key, "originalTimestamp") { hasOriginalTimestamp = !isEmpty }
        }

        private static func equal(_ key: UnsafeBufferPointer<UInt8>, _ text: StaticString) -> Bool {
            key.count == text.utf8CodeUnitCount && key.elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: key.count))
        }
    }
}
