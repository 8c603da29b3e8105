import Foundation

/// Files only their owner may read (mode 0600), written so that nobody ever sees half of one.
package enum PrivateFile {
    /// Replaces `path` as a whole: new file, fsync, rename.
    /// - Throws: ``AccessFileError/unwritable(_:)``.
    package static func replace(_ path: String, with bytes: [UInt8]) throws {
        let temporary = try write(bytes, beside: path)
        guard rename(temporary, path) == 0 else {
            unlink(temporary)
            throw AccessFileError.unwritable("cannot replace the file")
        }
    }

    /// Writes `path` unless it is there already; of several processes at once exactly one wins.
    /// - Returns: what the file holds afterwards.
    package static func createOnce(_ path: String, bytes: [UInt8]) throws -> [UInt8] {
        if let present = FileManager.default.contents(atPath: path) { return Array(present) }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let temporary = try write(bytes, beside: path)
        defer { unlink(temporary) }
        // link(2) fails when the name exists: the first process wins, the others read what it wrote.
        guard link(temporary, path) == 0 || errno == EEXIST, let present = FileManager.default.contents(atPath: path) else {
            throw AccessFileError.unwritable("cannot create the file")
        }
        return Array(present)
    }

    private static func write(_ bytes: [UInt8], beside path: String) throws -> String {
        let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max))"
        let file = open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw AccessFileError.unwritable("cannot create a file in the folder") }
        defer { close(file) }
        let written = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
        guard written == bytes.count, fsync(file) == 0 else {
            unlink(temporary)
            throw AccessFileError.unwritable("cannot write the file")
        }
        return temporary
    }
}
