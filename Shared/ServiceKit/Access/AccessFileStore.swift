import Foundation
import Yams

/// Reads and edits the access file: YAML (which JSON is part of), mode 0600, replaced as a whole.
package struct AccessFileStore: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// What a file looked like when it was last read; another value means it was replaced.
    package struct Version: Hashable, Sendable {
        let inode: UInt64
        let size: Int64
        let modifiedSeconds: Int
        let modifiedNanoseconds: Int
    }

    /// - Returns: an empty file if there is none yet.
    /// - Throws: ``AccessFileError/unreadable(_:)``.
    package func load() throws -> AccessFile {
        guard let data = FileManager.default.contents(atPath: path) else {
            guard !FileManager.default.fileExists(atPath: path) else { throw AccessFileError.unreadable("no permission to read it") }
            return AccessFile()
        }
        guard !data.isEmpty else { return AccessFile() }
        do {
            return try YAMLDecoder().decode(AccessFile.self, from: data)
        } catch {
            throw AccessFileError.unreadable("\(error)")
        }
    }

    /// nil if there is no file.
    package func version() -> Version? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Version(
            inode: UInt64(status.st_ino), size: Int64(status.st_size), modifiedSeconds: Int(status.st_mtim.tv_sec),
            modifiedNanoseconds: Int(status.st_mtim.tv_nsec))
    }

    /// Load, change, save as one step, also between processes (an advisory lock on `<path>.lock`).
    /// - Throws: what `change` throws, then nothing is saved; ``AccessFileError``.
    @discardableResult
    package func update<Result>(_ change: (inout AccessFile) throws -> Result) throws -> Result {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let lock = open(path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw AccessFileError.unwritable("cannot open the lock file") }
        defer { close(lock) }
        guard flock(lock, LOCK_EX) == 0 else { throw AccessFileError.unwritable("cannot lock") }
        var file = try load()
        let result = try change(&file)
        try save(file)
        return result
    }

    private func save(_ file: AccessFile) throws {
        let text: String
        if path.hasSuffix(".json") {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            text = String(decoding: try encoder.encode(file), as: UTF8.self)
        } else {
            text = try YAMLEncoder().encode(file)
        }
        try PrivateFile.replace(path, with: Array(text.utf8))
    }
}
