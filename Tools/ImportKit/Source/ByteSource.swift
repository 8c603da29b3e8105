import Foundation

/// Bytes of a file, in order, decompressed.
package protocol ByteSource: AnyObject {
    /// Appends the next bytes.
    /// - Returns: false at the end, when nothing was appended.
    func read(into buffer: inout [UInt8]) throws -> Bool
    /// Bytes of the file itself that were used so far, for progress.
    var consumedBytes: Int { get }
}

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

/// A file as it is.
final class FileByteSource: ByteSource {
    private let handle: FileHandle
    private let path: String
    private(set) var consumedBytes = 0

    init(_ path: String) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw ImportError.unreadable(path: path, reason: "there is no such file, or it may not be read")
        }
        self.handle = handle
        self.path = path
    }

    func read(into buffer: inout [UInt8]) throws -> Bool {
        do {
            guard let data = try handle.read(upToCount: ByteSources.chunkBytes), !data.isEmpty else { return false }
            consumedBytes += data.count
            buffer.append(contentsOf: data)
            return true
        } catch {
            throw ImportError.unreadable(path: path, reason: error.localizedDescription)
        }
    }

    deinit { try? handle.close() }
}
