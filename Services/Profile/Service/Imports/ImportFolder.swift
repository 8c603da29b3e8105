import CommonModels
import Foundation
import NIOCore
import NIOPosix
import ProfileDomain
import StorageKit

/// A folder with one folder for each file, readable by this service alone.
struct ImportFolder: Sendable {
    let path: String

    func path(_ id: ImportFileID, _ name: String) -> String { path + "/" + id.rawValue + "/" + name }

    /// Durable when it returns.
    func write(_ bytes: ByteBuffer, to id: ImportFileID, _ name: String) async throws {
        let target = path(id, name)
        let path = self.path
        let folder = path + "/" + id.rawValue
        try await onThread {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            guard FileManager.default.createFile(atPath: target, contents: nil, attributes: [.posixPermissions: 0o600]),
                let file = FileHandle(forWritingAtPath: target)
            else { throw StorageError.unavailable("the folder of imports refused") }
            try file.write(contentsOf: Data(bytes.readableBytesView))
            try file.synchronize()
            try file.close()
            // A name is durable once the folder it stands in is.
            for folder in [folder, path] { try Self.sync(folder) }
        }
    }

    private static func sync(_ folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY)
        guard descriptor >= 0 else { throw StorageError.unavailable("the folder of imports refused") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StorageError.unavailable("the folder of imports refused") }
    }

    func remove(_ id: ImportFileID) async throws {
        let folder = path + "/" + id.rawValue
        try await onThread { if FileManager.default.fileExists(atPath: folder) { try FileManager.default.removeItem(atPath: folder) } }
    }

    /// Files that something is here of.
    func files() async throws -> [ImportFileID] {
        let path = self.path
        return try await onThread {
            guard FileManager.default.fileExists(atPath: path) else { return [] }
            return try FileManager.default.contentsOfDirectory(atPath: path).compactMap { ImportFileID($0) }
        }
    }

    private func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        do {
            return try await NIOThreadPool.singleton.runIfActive(body)
        } catch let error as StorageError {
            throw error
        } catch {
            throw StorageError.unavailable("the folder of imports refused")
        }
    }
}
