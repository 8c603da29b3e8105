extension JSONValue {
    /// Parses one JSON text. Of repeated member names the last one counts.
    package init(parsing bytes: [UInt8], limits: JSONLimits = .default) throws(JSONParseError) {
        self = try bytes.withUnsafeBufferPointer { buffer throws(JSONParseError) in
            try JSONValue(parsing: buffer, limits: limits)
        }
    }

    package init(parsing text: String, limits: JSONLimits = .default) throws(JSONParseError) {
        var text = text
        self = try JSONValue.parseUTF8(&text, limits: limits)
    }

    package init(parsing bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = .default) throws(JSONParseError) {
        var reader = JSONReader(bytes, limits: limits)
        self = try reader.readValue()
        try reader.expectEnd()
    }

    private static func parseUTF8(_ text: inout String, limits: JSONLimits) throws(JSONParseError) -> JSONValue {
        let result: Result<JSONValue, JSONParseError> = text.withUTF8 { buffer in
            do throws(JSONParseError) {
                return .success(try JSONValue(parsing: buffer, limits: limits))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

extension JSONReader {
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

    private mutating func readNumber() throws(JSONParseError) -> JSONValue {
        let (range, isInteger) = try skipNumber()
        if isInteger, range.count <= 19, let value = integer(in: range) { return .integer(value) }
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
        guard let value = Double(text), value.isFinite else { throw JSONParseError(.invalidNumber, at: range.lowerBound) }
        return .number(value)
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
