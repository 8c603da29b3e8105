/// One row of a file: the content of its fields, quotes and escapes taken off.
package struct RowRecord {
    private(set) var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// 1 is the first row after the header; the first line of a file without one.
    package internal(set) var row = 0
    /// The line as it stands, where fields do not tell it: JSON Lines.
    private(set) var line: [UInt8] = []
    /// What was found out about the row and does not stand in it; at ``foundColumn``.
    private(set) var found: [UInt8] = []
    static let foundColumn = -1
    /// Why the row cannot be read at all.
    var fault: String?

    package init() {}

    package var count: Int { ends.count }

    /// Content of a field, valid until the record is read again.
    package subscript(index: Int) -> ArraySlice<UInt8> {
        if index == Self.foundColumn { return found[...] }
        return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    package func text(_ index: Int) -> String { String(decoding: self[index], as: UTF8.self) }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        line.removeAll(keepingCapacity: true)
        found.removeAll(keepingCapacity: true)
        fault = nil
    }

    mutating func note(found text: String) { found.append(contentsOf: text.utf8) }

    mutating func append(_ part: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: part) }
    mutating func append(_ part: String) { bytes.append(contentsOf: part.utf8) }
    mutating func append(_ byte: UInt8) { bytes.append(byte) }
    mutating func endField() { ends.append(bytes.count) }
    mutating func keep(line: UnsafeBufferPointer<UInt8>) { self.line.append(contentsOf: line) }

    /// Every field is empty, as on a blank line.
    var isBlank: Bool { bytes.isEmpty && ends.count <= 1 }

    var isASCII: Bool { bytes.withUnsafeBufferPointer { $0.reduce(0, |) } < 0x80 }
    var isUTF8: Bool { String(validating: bytes, as: UTF8.self) != nil }

    /// Rewrites ISO 8859-1 bytes as UTF-8.
    mutating func decodeLatin1() {
        guard !isASCII else { return }
        var output: [UInt8] = []
        var newEnds: [Int] = []
        for index in ends.indices {
            for byte in self[index] {
                if byte < 0x80 {
                    output.append(byte)
                } else {
                    output.append(0xC0 | byte >> 6)
                    output.append(0x80 | byte & 0x3F)
                }
            }
            newEnds.append(output.count)
        }
        bytes = output
        ends = newEnds
    }

    /// The row as it can be imported again: its line, or RFC 4180 text.
    package func text(delimiter: UInt8) -> String {
        if !line.isEmpty { return String(decoding: line, as: UTF8.self) }
        return (0..<count).map { RowRecord.field(text($0), delimiter: delimiter) }.joined(separator: String(UnicodeScalar(delimiter)))
    }

    /// Quoted only where it must be.
    package static func field(_ text: String, delimiter: UInt8) -> String {
        let needsQuotes = text.utf8.contains { $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13 }
        return needsQuotes ? quoted(text) : text
    }

    static func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
}
