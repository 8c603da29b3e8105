/// Reads RFC 8259 JSON from bytes in one pass, without building a tree unless asked to.
///
/// Hot paths (event ingest, feeds) look at the members they need and keep the rest as byte ranges.
/// The reader borrows `bytes`: it must not outlive the `withUnsafe…` call that made them.
package struct JSONReader {
    package let bytes: UnsafeBufferPointer<UInt8>
    package private(set) var offset = 0
    let limits: JSONLimits
    private var depth = 0
    /// Whether a number was stepped over that no Double can hold. It is valid JSON, but nobody can read it as a value.
    package private(set) var holdsHugeNumber = false

    @inlinable
    package init(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = .default) {
        self.init(unchecked: bytes, limits: limits)
    }

    @usableFromInline
    package init(unchecked bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// The next byte that is not white space, without consuming it; nil at the end.
    package mutating func peek() -> UInt8? {
        skipWhitespace()
        return offset < bytes.count ? bytes[offset] : nil
    }

    /// Consumes `byte` if it comes next.
    package mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        offset += 1
        return true
    }

    package mutating func expect(_ byte: UInt8) throws(JSONParseError) {
        guard let next = peek() else { throw JSONParseError(.unexpectedEnd, at: offset) }
        guard next == byte else { throw JSONParseError(.unexpectedByte, at: offset) }
        offset += 1
    }

    /// Refuses anything but white space after the value.
    package mutating func expectEnd() throws(JSONParseError) {
        if peek() != nil { throw JSONParseError(.trailingBytes, at: offset) }
    }

    /// Calls `body` once per member of the object that comes next; `body` must consume the value.
    package mutating func readObject(
        _ body: (_ key: UnsafeBufferPointer<UInt8>, _ keyHasEscapes: Bool, inout JSONReader) throws(JSONParseError) -> Void
    ) throws(JSONParseError) {
        try expect(UInt8(ascii: "{"))
        try enter()
        defer { depth -= 1 }
        if take(UInt8(ascii: "}")) { return }
        var count = 0
        while true {
            count += 1
            if count > limits.countMax { throw JSONParseError(.tooMany, at: offset) }
            let (range, escaped) = try skipString()
            try expect(UInt8(ascii: ":"))
            try body(UnsafeBufferPointer(rebasing: bytes[range]), escaped, &self)
            if take(UInt8(ascii: ",")) { continue }
            try expect(UInt8(ascii: "}"))
            return
        }
    }

    /// Calls `body` once per element of the array that comes next; `body` must consume the element.
    package mutating func readArray(_ body: (inout JSONReader) throws(JSONParseError) -> Void) throws(JSONParseError) {
        try expect(UInt8(ascii: "["))
        try enter()
        defer { depth -= 1 }
        if take(UInt8(ascii: "]")) { return }
        var count = 0
        while true {
            count += 1
            if count > limits.countMax { throw JSONParseError(.tooMany, at: offset) }
            try body(&self)
            if take(UInt8(ascii: ",")) { continue }
            try expect(UInt8(ascii: "]"))
            return
        }
    }

    /// Reads an array of a fixed form: `body` reads the elements and the commas between them.
    package mutating func readTuple<Value>(
        _ body: (inout JSONReader) throws(JSONParseError) -> Value
    ) throws(JSONParseError) -> Value {
        try expect(UInt8(ascii: "["))
        let value = try body(&self)
        try expect(UInt8(ascii: "]"))
        return value
    }

    /// That the text is not what its reader expects, where it stands.
    package func fault(_ reason: JSONParseError.Reason) -> JSONParseError { JSONParseError(reason, at: offset) }

    /// Validates and steps over the next value; answers where it stands.
    @discardableResult
    package mutating func skipValue() throws(JSONParseError) -> Range<Int> {
        guard let first = peek() else { throw JSONParseError(.unexpectedEnd, at: offset) }
        let start = offset
        switch first {
        case UInt8(ascii: "{"):
            try readObject { _, _, reader throws(JSONParseError) in try reader.skipValue() }
        case UInt8(ascii: "["):
            try readArray { reader throws(JSONParseError) in try reader.skipValue() }
        case UInt8(ascii: "\""): _ = try skipString()
        case UInt8(ascii: "t"): try expectLiteral("true")
        case UInt8(ascii: "f"): try expectLiteral("false")
        case UInt8(ascii: "n"): try expectLiteral("null")
        default: _ = try skipNumber()
        }
        return start..<offset
    }

    mutating func enter() throws(JSONParseError) {
        depth += 1
        if depth > limits.depthMax { throw JSONParseError(.tooDeep, at: offset) }
    }

    mutating func expectLiteral(_ literal: StaticString) throws(JSONParseError) {
        let count = literal.utf8CodeUnitCount
        guard offset + count <= bytes.count else { throw JSONParseError(.unexpectedEnd, at: bytes.count) }
        for index in 0..<count where bytes[offset + index] != literal.utf8Start[index] {
            throw JSONParseError(.unexpectedByte, at: offset + index)
        }
        offset += count
    }

    mutating func skipWhitespace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    mutating func advance(to newOffset: Int) { offset = newOffset }

    mutating func noteHugeNumber() { holdsHugeNumber = true }
}
