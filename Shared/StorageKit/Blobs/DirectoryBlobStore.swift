import Foundation
import NIOPosix

/// Blobs as files: `<folder>/<first two digits>/<id>`, written beside, synced, then renamed into place.
package struct DirectoryBlobStore: BlobStore {
    private let folder: URL

    package init(folder: String) { self.folder = URL(fileURLWithPath: folder, isDirectory: true) }

    package func put(_ bytes: [UInt8]) async throws -> BlobID {
        let id = BlobID(of: bytes)
        let target = location(of: id)
        try await onThread {
            if FileManager.default.fileExists(atPath: target.path) { return }
            try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            let draft = target.deletingLastPathComponent().appendingPathComponent(".\(UUID().uuidString)")
            do {
                try Data(bytes).write(to: draft)
                let handle = try FileHandle(forUpdating: draft)
                try handle.synchronize()
                try handle.close()
                guard rename(draft.path, target.path) == 0 else { throw StorageError.unavailable("a blob cannot be put in place") }
            } catch {
                try? FileManager.default.removeItem(at: draft)  // the error below says what matters
                throw error
            }
        }
        return id
    }

    package func get(_ id: BlobID) async throws -> [UInt8]? {
        let target = location(of: id)
        return try await onThread {
            FileManager.default.fileExists(atPath: target.path) ? [UInt8](try Data(contentsOf: target)) : nil
        }
    }

    package func delete(_ id: BlobID) async throws {
        let target = location(of: id)
        try await onThread {
            if FileManager.default.fileExists(atPath: target.path) { try FileManager.default.removeItem(at: target) }
        }
    }

    private func location(of id: BlobID) -> URL {
        folder.appendingPathComponent(String(id.description.prefix(2)), isDirectory: true).appendingPathComponent(id.description)
    }

    private func onThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        do {
            return try await NIOThreadPool.singleton.runIfActive(body)
        } catch let error as StorageError {
            throw error
        } catch {
            throw StorageError.unavailable("the blob folder refused")
        }
    }
}
