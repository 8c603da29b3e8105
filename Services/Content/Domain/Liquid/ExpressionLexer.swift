/// Splits markup into words.
enum ExpressionLexer {
    /// - Throws: ``LiquidError`` of kind `syntax` on characters Liquid does not know.
    static func tokens(of markup: String) throws -> [ExpressionToken] {
        let bytes = Array(markup.utf8)
        var tokens: [ExpressionToken] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte <= 32 {
                index += 1
            } else if isIdentifierStart(byte) {
                tokens.append(.identifier(identifier(bytes, &index)))
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                tokens.append(.string(try string(bytes, &index)))
            } else if isDigit(byte) || (byte == UInt8(ascii: "-") && index + 1 < bytes.count && isDigit(bytes[index + 1])) {
                tokens.append(try number(bytes, &index))
            } else {
                tokens.append(.symbol(try symbol(bytes, &index)))
            }
        }
        return tokens
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    private static func isIdentifierStart(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= 97 && byte | 0x20 <= 122) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private static func identifier(_ bytes: [UInt8], _ index: inout Int) -> String {
        let start = index
        while index < bytes.count, isIdentifierStart(bytes[index]) || isDigit(bytes[index]) || bytes[index] == UInt8(ascii: "-") { index += 1 }
        if index < bytes.count, bytes[index] == UInt8(ascii: "?") { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private static func string(_ bytes: [UInt8], _ index: inout Int) throws -> String {
        let quote = bytes[index]
        guard let end = bytes[(index + 1)...].firstIndex(of: quote) else { throw LiquidError(.syntax, "a quoted text is not closed") }
        defer { index = end + 1 }
        return String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
    }

    private static func number(_ bytes: [UInt8], _ index: inout Int) throws -> ExpressionToken {
        let start = index
        index += 1
        while index < bytes.count, isDigit(bytes[index]) { index += 1 }
        if index + 1 < bytes.count, bytes[index] == UInt8(ascii: "."), isDigit(bytes[index + 1]) {
            index += 1
            while index < bytes.count, isDigit(bytes[index]) { index += 1 }
            let text = String(decoding: bytes[start..<index], as: UTF8.self)
            guard let value = Double(text), value.isFinite else { throw LiquidError(.syntax, "\(text) is not a number") }
            return .number(value)
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        guard let value = Int64(text) else { throw LiquidError(.syntax, "\(text) is too large") }
        return .integer(value)
    }

    private static func symbol(_ bytes: [UInt8], _ index: inout Int) throws -> String {
        if index + 1 < bytes.count {
            let pair = String(decoding: bytes[index...(index + 1)], as: UTF8.self)
            if ["==", "!=", "<>", "<=", ">=", ".."].contains(pair) {
                index += 2
                return pair
            }
        }
        let single = String(decoding: bytes[index...index], as: UTF8.self)
        guard [".", "[", "]", "(", ")", ",", ":", "|", "=", "<", ">"].contains(single) else {
            throw LiquidError(.syntax, "unexpected character '\(single)'")
        }
        index += 1
        return single
    }
}
