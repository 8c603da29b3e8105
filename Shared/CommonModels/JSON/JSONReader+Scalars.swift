extension JSONReader {
    /// Steps over the next string; answers the range between its quotes and whether it holds escapes.
    package mutating func skipString() throws(JSONParseError) -> (content: Range<Int>, hasEscapes: Bool) {
        try expect(UInt8(ascii: "\""))
        let start = offset
        var index = offset
        var hasEscapes = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                if index - start > limits.stringBytesMax { throw JSONParseError(.stringTooLong, at: start) }
                advance(to: index + 1)
                return (start..<index, hasEscapes)
            }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                index += try escapeLength(at: index)
            } else if byte < 0x20 {
                throw JSONParseError(.invalidString, at: index)
            } else {
                index += 1
            }
        }
        throw JSONParseError(.unexpectedEnd, at: bytes.count)
    }

    /// The next value as a string; throws when it is not one.
    package mutating func readString() throws(JSONParseError) -> String {
        let (content, hasEscapes) = try skipString()
        return try string(in: content, hasEscapes: hasEscapes)
    }

    /// The text of a string found by ``skipString()``.
    package func string(in content: Range<Int>, hasEscapes: Bool) throws(JSONParseError) -> String {
        let raw = UnsafeBufferPointer(rebasing: bytes[content])
        // Most strings are ASCII, which needs no validation.
        if !hasEscapes, raw.allSatisfy({ $0 < 0x80 }) { return String(decoding: raw, as: UTF8.self) }
        let text = hasEscapes ? String(validating: unescape(raw), as: UTF8.self) : String(validating: raw, as: UTF8.self)
        guard let text else { throw JSONParseError(.invalidUTF8, at: content.lowerBound) }
        return text
    }

    /// Steps over the next number (RFC 8259 section 6).
    package mutating func skipNumber() throws(JSONParseError) -> (range: Range<Int>, isInteger: Bool) {
        let start = offset
        var index = offset
        func isDigit(_ position: Int) -> Bool { position < bytes.count && bytes[position] &- 48 <= 9 }
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
        guard isDigit(index) else {
            throw JSONParseError(index >= bytes.count ? .unexpectedEnd : .unexpectedByte, at: index)
        }
        if bytes[index] == UInt8(ascii: "0") { index += 1 } else { while isDigit(index) { index += 1 } }
        if isDigit(index) { throw JSONParseError(.invalidNumber, at: index) }
        var isInteger = true
        var hasExponent = false
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            isInteger = false
            index += 1
            guard isDigit(index) else { throw JSONParseError(.invalidNumber, at: index) }
            while isDigit(index) { index += 1 }
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            hasExponent = true
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
            guard isDigit(index) else { throw JSONParseError(.invalidNumber, at: index) }
            while isDigit(index) { index += 1 }
        }
        advance(to: index)
        if hasExponent || index - start > Self.finiteDigits, !isFinite(start..<index) { noteHugeNumber() }
        return (start..<index, isInteger)
    }

    /// A number of so many characters, no exponent among them, is within the range of a Double.
    private static let finiteDigits = 300

    private func isFinite(_ number: Range<Int>) -> Bool {
        Double(String(decoding: UnsafeBufferPointer(rebasing: bytes[number]), as: UTF8.self))?.isFinite ?? false
    }

    private func escapeLength(at index: Int) throws(JSONParseError) -> Int {
        guard index + 1 < bytes.count else { throw JSONParseError(.unexpectedEnd, at: bytes.count) }
        switch bytes[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return 2
        case UInt8(ascii: "u"):
            guard index + 5 < bytes.count else { throw JSONParseError(.unexpectedEnd, at: bytes.count) }
            for position in (index + 2)...(index + 5) where hexDigit(bytes[position]) == nil {
                throw JSONParseError(.invalidString, at: position)
            }
            return 6
        default: throw JSONParseError(.invalidString, at: index)
        }
    }

    private func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 48...57: UInt32(byte - 48)
        case 65...70: UInt32(byte - 55)
        case 97...102: UInt32(byte - 87)
        default: nil
        }
    }

    /// Escapes were validated by ``skipString()``; a lone surrogate becomes U+FFFD.
    private func unescape(_ raw: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(raw.count)
        var index = 0
        while index < raw.count {
            guard raw[index] == UInt8(ascii: "\\") else {
                out.append(raw[index])
                index += 1
                continue
            }
            let kind = raw[index + 1]
            guard kind == UInt8(ascii: "u") else {
                out.append(simpleEscape(kind))
                index += 2
                continue
            }
            var scalar = codeUnit(raw, at: index + 2)
            index += 6
            if (0xD800..<0xDC00).contains(scalar), index + 5 < raw.count, raw[index] == UInt8(ascii: "\\"),
                raw[index + 1] == UInt8(ascii: "u")
            {
                let low = codeUnit(raw, at: index + 2)
                if (0xDC00..<0xE000).contains(low) {
                    scalar = 0x10000 + ((scalar - 0xD800) << 10) + (low - 0xDC00)
                    index += 6
                }
            }
            out.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
        }
        return out
    }

    private func codeUnit(_ raw: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32 {
        (index..<index + 4).reduce(0) { $0 << 4 | (hexDigit(raw[$1]) ?? 0) }
    }

    private func simpleEscape(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: byte
        }
    }
}
