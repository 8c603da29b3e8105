import CommonModels

/// Writes JSON from bytes that are UTF-8 already.
enum JSONBytes {
    static func string(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        append(string: Array(text.utf8)[...], to: &bytes)
        return bytes
    }

    /// Whether digits, sign and point stand as JSON wants them; other bytes are not looked for.
    static func isNumber(_ content: ArraySlice<UInt8>) -> Bool {
        let digits = content.first == UInt8(ascii: "-") ? content.dropFirst() : content
        guard let first = digits.first, let last = digits.last, first >= 48, last >= 48 else { return false }
        return first != 48 || digits.count == 1 || digits[digits.startIndex + 1] == UInt8(ascii: ".")
    }

    /// Whether the content is one JSON value.
    static func isValue(_ content: ArraySlice<UInt8>) -> Bool {
        content.withUnsafeBufferPointer { bytes in
            do throws(JSONParseError) {
                var reader = JSONReader(bytes)
                try reader.skipValue()
                try reader.expectEnd()
                return true
            } catch {
                return false
            }
        }
    }

    /// `,"name":"content"`
    static func append(member name: StaticString, _ content: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        bytes += ",\"".utf8
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes += "\":".utf8
        append(string: content, to: &bytes)
    }

    static func append(string content: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        if content.allSatisfy({ $0 >= 32 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            bytes.append(contentsOf: content)
        } else {
            for byte in content { append(escaping: byte, to: &bytes) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func append(escaping byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 10: bytes += "\\n".utf8
        case 13: bytes += "\\r".utf8
        case 9: bytes += "\\t".utf8
        case 0..<32: bytes += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
        default: bytes.append(byte)
        }
    }
}
