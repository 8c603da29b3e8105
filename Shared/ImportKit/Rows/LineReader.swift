/// Reads lines from a byte source in constant memory. Blank lines are passed over and not counted; a byte order mark too.
package struct LineReader {
    /// Bytes of one line.
    package static let lineBytesMax = 1_048_576

    private let source: any ByteSource
    private var buffer: [UInt8] = []
    private var position = 0
    /// How far the present line was looked through for its end.
    private var looked = 0
    private var isEnded = false
    private var isFirst = true
    /// Of the line read last; 1 is the first.
    package private(set) var row = 0

    package init(_ source: any ByteSource) { self.source = source }

    /// Calls `body` with the next line that is not blank, without its line end.
    /// - Returns: what `body` returns; nil at the end of the file.
    package mutating func next<Value>(_ body: (UnsafeBufferPointer<UInt8>, _ row: Int) throws -> Value) throws -> Value? {
        while let range = try nextRange() {
            let start = range.lowerBound
            var end = range.upperBound
            while end > start, Self.isSpace(buffer[end - 1]) { end -= 1 }
            if buffer[start..<end].allSatisfy(Self.isSpace) { continue }
            row += 1
            let row = row
            return try buffer.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[start..<end]), row) }
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }

    private mutating func nextRange() throws -> Range<Int>? {
        while true {
            if let end = endOfLine() {
                defer {
                    position = end + 1
                    looked = position
                }
                return position..<end
            }
            looked = buffer.count
            if isEnded {
                guard position < buffer.count else { return nil }
                defer { position = buffer.count }
                return position..<buffer.count
            }
            if buffer.count - position > Self.lineBytesMax { throw ImportError.lineTooLong(row: row + 1) }
            try fill()
        }
    }

    private func endOfLine() -> Int? {
        buffer.withUnsafeBufferPointer { bytes in
            var index = looked
            while index < bytes.count {
                if bytes[index] == 10 { return index }
                index += 1
            }
            return nil
        }
    }

    private mutating func fill() throws {
        buffer.removeFirst(position)
        looked -= position
        position = 0
        if try !source.read(into: &buffer) { isEnded = true }
        if isFirst {
            isFirst = false
            // The mark may come in pieces.
            while buffer.count < 3, !isEnded { if try !source.read(into: &buffer) { isEnded = true } }
            if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
            looked = max(looked, position)
        }
    }
}
