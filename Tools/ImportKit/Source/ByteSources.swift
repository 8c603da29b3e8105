import Foundation

/// Opens files for import.
package enum ByteSources {
    /// Bytes asked of the system at once.
    static let chunkBytes = 262_144

    /// A plain or gzip file, told from its first two bytes.
    /// - Throws: ``ImportError/unreadable(path:reason:)``
    package static func open(_ path: String) throws -> any ByteSource {
        let file = try FileByteSource(path)
        var head: [UInt8] = []
        _ = try file.read(into: &head)
        guard head.starts(with: [0x1F, 0x8B]) else { return try FileByteSource(path) }
        return try GzipByteSource(try FileByteSource(path), path: path)
    }

    /// Size of the file in bytes.
    package static func size(of path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }
}
