import Foundation

/// Where the texts of a bulk statement stand while SQLite reads them: bound in place, none of them is allocated and freed.
///
/// It serves one statement at a time, which is stepped to its end before the next ``begin()``.
final class SQLiteTexts {
    private static let usualSize = 65_536  // bytes

    /// Only the last one has room; those before it stay until ``begin()``, since texts are bound where they stand.
    private var blocks: [UnsafeMutableRawBufferPointer] = []
    private var end = 0

    deinit { for block in blocks { block.deallocate() } }

    /// What stands here is not needed any more.
    func begin() {
        for block in blocks.dropLast() { block.deallocate() }
        blocks.removeSubrange(..<max(0, blocks.count - 1))
        end = 0
    }

    /// Takes in a text.
    /// - Throws: ``StorageError/malformed(_:)`` for one that holds a NUL, which PostgreSQL cannot hold, so neither engine takes it.
    func add(_ text: String) throws(StorageError) -> (start: UnsafePointer<CChar>, count: CInt) {
        let count = text.utf8.count
        let start = room(for: count)
        UnsafeMutableRawBufferPointer(start: start, count: count).copyBytes(from: text.utf8)
        if memchr(start, 0, count) != nil { throw .malformed("text holds a NUL") }
        return (UnsafePointer(start.assumingMemoryBound(to: CChar.self)), CInt(count))
    }

    private func room(for count: Int) -> UnsafeMutableRawPointer {
        if let start = blocks.last?.baseAddress, end + count <= blocks[blocks.count - 1].count {
            defer { end += count }
            return start + end
        }
        end = count
        // Never of no size: SQLite takes a text without an address for NULL.
        let start = UnsafeMutableRawPointer.allocate(byteCount: max(Self.usualSize, count), alignment: 16)
        blocks.append(UnsafeMutableRawBufferPointer(start: start, count: max(Self.usualSize, count)))
        return start
    }
}
