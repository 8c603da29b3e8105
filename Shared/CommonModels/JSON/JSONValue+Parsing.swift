extension JSONValue {
    /// Parses one JSON text. Of repeated member names the last one counts.
    package init(parsing bytes: [UInt8], limits: JSONLimits = .default) throws(JSONParseError) {
        self = try bytes.withUnsafeBufferPointer { buffer throws(JSONParseError) in
            try JSONValue(parsing: buffer, limits: limits)
        }
    }

    package init(parsing text: String, limits: JSONLimits = .default) throws(JSONParseError) {
        self = try JSONReader.read(text, limits: limits) { reader throws(JSONParseError) in try reader.readValue() }
    }

    package init(parsing bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = .default) throws(JSONParseError) {
        var reader = JSONReader(bytes, limits: limits)
        self = try reader.readValue()
        try reader.expectEnd()
    }
}

extension JSONReader {
    /// Reads a whole text, of which `body` must leave nothing.
    package static func read<Value>(
        _ text: String, limits: JSONLimits = .default, _ body: (inout JSONReader) throws(JSONParseError) -> Value
    ) throws(JSONParseError) -> Value {
        var text = text
        let result: Result<Value, JSONParseError> = text.withUTF8 { buffer in
            var reader = JSONReader(buffer, limits: limits)
            do throws(JSONParseError) {
                let value = try body(&reader)
                try reader.expectEnd()
                return .success(value)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Reads the next value as a tree.
    package mutating func readValue() throws(JSONParseError) -> JSONValue {
        guard let first = peek() else { throw JSONParseError(.unexpectedEnd, at: offset) }
        switch first {
        case UInt8(ascii: "{"):
            var members = JSONObject()
            try readObject { key, escaped, reader throws(JSONParseError) in
                let name = try reader.memberName(key, hasEscapes: escaped)
                members[name] = try reader.readValue()
            }
            return .object(members)
        case UInt8(ascii: "["):
            var elements: [JSONValue] = []
            try readArray { reader throws(JSONParseError) in elements.append(try reader.readValue()) }
            return .array(elements)
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "t"):
            try expectLiteral("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try expectLiteral("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try expectLiteral("null")
            return .null
        default: return try readNumber()
        }
    }

    /// The text of a member name handed out by ``readObject(_:)``.
    package func memberName(_ key: UnsafeBufferPointer<UInt8>, hasEscapes: Bool) throws(JSONParseError) -> String {
        guard let base = key.baseAddress, let start = bytes.baseAddress else { return "" }
        let lower = base - start
        return try string(in: lower..<lower + key.count, hasEscapes: hasEscapes)
    }

    /// The next value as a whole number; throws when it is none, or has a fraction.
    package mutating func readInteger() throws(JSONParseError) -> Int64 {
        let start = offset
        guard let number = try readNumber().intValue else { throw JSONParseError(.invalidNumber, at: start) }
        return number
    }

    /// The next value as a number.
    package mutating func readDouble() throws(JSONParseError) -> Double {
        let start = offset
        guard let number = try readNumber().doubleValue else { throw JSONParseError(.invalidNumber, at: start) }
        return number
    }

    /// Steps over a null, if it comes next.
    package mutating func takeNull() throws(JSONParseError) -> Bool {
        guard peek() == UInt8(ascii: "n") else { return false }
        try expectLiteral("null")
        return true
    }

    private mutating func readNumber() throws(JSONParseError) -> JSONValue {
        skipWhitespace()
        let (range, isInteger) = try skipNumber()
        if isInteger, range.count <= 19, let value = integer(in: range) { return .integer(value) }
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
        if let value = Double(text), value.isFinite { return .number(value) }
        guard limits.readsHugeNumbersAsNull else { throw JSONParseError(.invalidNumber, at: range.lowerBound) }
        return .null
    }

    private func integer(in range: Range<Int>) -> Int64? {
        var index = range.lowerBound
        let negative = bytes[index] == UInt8(ascii: "-")
        if negative { index += 1 }
        var magnitude: Int64 = 0
        while index < range.upperBound {
            let (shifted, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, overflowed) = shifted.addingReportingOverflow(Int64(bytes[index] - 48))
            if overflow || overflowed { return nil }
            magnitude = sum
            index += 1
        }
        return negative ? -magnitude : magnitude
    }
}
