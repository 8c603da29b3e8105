import Foundation

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
