import ArgumentParser
import Foundation

/// The folder a demo keeps its data in. It is emptied before each demo, so it must be empty, or carry the marker of an earlier one.
struct DemoFolder {
    static let marker = "maru-demo"
    private static let lock = "maru.lock"

    let path: String

    /// Takes the folder for this process and empties it, if it is a demo's to empty. Nothing is removed otherwise.
    /// - Returns: the lock; whoever starts the services releases it, since they take it themselves.
    /// - Throws: `ValidationError` if the folder holds anything else, or another process uses it.
    func prepare() throws -> InstallationLock {
        // Before the lock, which would leave its file in a folder that is none of ours.
        try requireOwn()
        let lock = try InstallationLock(dataFolder: path)
        do {
            try requireOwn()
            try empty()
        } catch {
            lock.release()
            throw error
        }
        return lock
    }

    private func requireOwn() throws {
        let names = try names()
        guard names.isEmpty || names.contains(Self.marker) || names == [Self.lock] else {
            throw ValidationError(
                """
                \(path) holds something that no demo put there, and a demo empties its folder first. Nothing was removed. \
                Give an empty or a new folder with --data, or remove this one yourself.
                """)
        }
    }

    private func empty() throws {
        // The marker goes in first and out never: a demo that is interrupted here can be started again.
        guard FileManager.default.createFile(atPath: path + "/" + Self.marker, contents: Data()) else {
            throw ValidationError("\(path) cannot be written")
        }
        for name in try names() where name != Self.marker && name != Self.lock {
            try FileManager.default.removeItem(atPath: path + "/" + name)
        }
    }

    private func names() throws -> [String] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: path)
    }
}
