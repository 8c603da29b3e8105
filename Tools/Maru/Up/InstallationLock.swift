import ArgumentParser
import Foundation

/// Keeps two `maru up` from using one data folder. The system releases it when the process ends, however it ends.
struct InstallationLock {
    private let file: Int32

    /// - Throws: `ValidationError` if another process holds it.
    init(dataFolder: String) throws {
        try FileManager.default.createDirectory(
            atPath: dataFolder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        file = open(dataFolder + "/maru.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw ValidationError("\(dataFolder) cannot be written") }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else { throw ValidationError("another maru uses \(dataFolder)") }
    }

    func release() { close(file) }
}
