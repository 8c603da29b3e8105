extension JSONValue {
    /// Compact JSON text in the order the members were written.
    package var serialized: String {
        var bytes: [UInt8] = []
        write(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Compact JSON text with member names sorted, so that equal values have equal texts.
    package var canonical: String {
        var bytes: [UInt8] = []
        write(into: &bytes, sorted: true)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the compact UTF-8 text.
    package func write(into bytes: inout [UInt8], sorted: Bool = false) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): JSONValue.write(value, into: &bytes)
        case .number(let value): bytes.append(contentsOf: JSONValue.text(of: value).utf8)
        case .string(let value): JSONValue.write(value, into: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.write(into: &bytes, sorted: sorted)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            if sorted {
                JSONValue.write(members.sorted { $0.key < $1.key }, into: &bytes, sorted: true)
            } else {
                JSONValue.write(members.elements, into: &bytes, sorted: false)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ members: some Sequence<(key: String, value: JSONValue)>, into bytes: inout [UInt8], sorted: Bool) {
        var isFirst = true
        for (key, value) in members {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            write(key, into: &bytes)
            bytes.append(UInt8(ascii: ":"))
            value.write(into: &bytes, sorted: sorted)
        }
    }

    /// Appends `text` as a JSON string with its quotes.
    package static func write(_ text: String, into bytes: inout [UInt8]) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            var start = 0  // of what needs no escape
            for (index, byte) in utf8.enumerated() where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
                writeEscape(of: byte, into: &bytes)
                start = index + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func writeEscape(of byte: UInt8, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x00..<0x20:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(hex[Int(byte >> 4)])
            bytes.append(hex[Int(byte & 15)])
        default: bytes.append(byte)
        }
    }

    /// Appends a whole number.
    package static func write(_ number: Int64, into bytes: inout [UInt8]) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = number.magnitude
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    private static let hex = Array("0123456789abcdef".utf8)

    /// Shortest text that reads back as the same Double; whole numbers keep their `.0`.
    private static func text(of value: Double) -> String {
        value.isFinite ? value.description : "null"
    }
}
