import Foundation

/// Opens files for import.
package enum ByteSources {
    /// Bytes asked of the system at once.
    package static let chunkBytes = 262_144

    /// A plain or gzip file, told from its first two bytes.
    /// - Throws: ``ImportError/unreadable(path:reason:)``
    package static func open(_ path: String) throws -> any ByteSource { try open(pieces: [path], name: path) }

    /// The same of a file that is kept in pieces.
    /// - Parameter name: names the whole in errors.
    package static func open(pieces: [String], name: String) throws -> any ByteSource {
        var head: [UInt8] = []
        let first = PieceByteSource(pieces)
        while head.count < 2, try first.read(into: &head) {}
        let plain = PieceByteSource(pieces)
        guard head.starts(with: [0x1F, 0x8B]) else { return plain }
        return try GzipByteSource(plain, path: name, bytes: pieces.reduce(0) { $0 + size(of: $1) })
    }

    /// Size of the file in bytes.
    package static func size(of path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }
}
