/// One row of a CSV file: the content of its fields, quotes taken off.
package struct CSVRecord {
    private(set) var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// 1 is the first row after the header.
    package internal(set) var row = 0

    package init() {}

    package var count: Int { ends.count }

    /// Content of a field, valid until the record is read again.
    package subscript(index: Int) -> ArraySlice<UInt8> {
        bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    package func text(_ index: Int) -> String { String(decoding: self[index], as: UTF8.self) }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    mutating func append(_ part: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: part) }
    mutating func append(_ byte: UInt8) { bytes.append(byte) }
    mutating func endField() { ends.append(bytes.count) }

    /// Every field is empty, as on a blank line.
    var isBlank: Bool { bytes.isEmpty && ends.count <= 1 }

    var isASCII: Bool { bytes.allSatisfy { $0 < 0x80 } }
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

    /// The row as RFC 4180 text, for the reject file.
    func csvText(delimiter: UInt8) -> String {
        (0..<count).map { CSVRecord.field(text($0), delimiter: delimiter) }.joined(separator: String(UnicodeScalar(delimiter)))
    }

    /// Quoted only where it must be.
    static func field(_ text: String, delimiter: UInt8) -> String {
        let needsQuotes = text.utf8.contains { $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13 }
        return needsQuotes ? quoted(text) : text
    }

    static func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
}
