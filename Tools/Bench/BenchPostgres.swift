import Foundation

/// A PostgreSQL server for a scenario, started by `ops/checks/postgres.sh` and thrown away afterwards.
final class BenchPostgres: Sendable {
    struct DidNotStart: Error, CustomStringConvertible {
        let description: String
    }

    let url: String
    private let folder: String

    private init(url: String, folder: String) {
        self.url = url
        self.folder = folder
    }

    static var isInstalled: Bool { FileManager.default.fileExists(atPath: "/usr/lib/postgresql") }

    static func start() throws -> BenchPostgres {
        let folder = FileManager.default.temporaryDirectory.appending(path: "maru-bench-postgres-\(UUID().uuidString)").path()
        let answer = try script(["start", folder])
        guard answer.hasPrefix("postgres://") else {
            throw DidNotStart(description: "PostgreSQL did not start; run from the checkout, with the packages of ops/install.sh test")
        }
        return BenchPostgres(url: answer, folder: folder)
    }

    func stop() {
        _ = try? Self.script(["stop", folder])
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// - Returns: the last line it prints.
    private static func script(_ arguments: [String]) throws -> String {
        let answers = FileManager.default.temporaryDirectory.appending(path: "maru-bench-\(UUID().uuidString)")
        guard FileManager.default.createFile(atPath: answers.path(), contents: nil) else {
            throw DidNotStart(description: "no file can be made in \(answers.deletingLastPathComponent().path())")
        }
        defer { try? FileManager.default.removeItem(at: answers) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["bash", "ops/checks/postgres.sh"] + arguments
        // Not a pipe: the server that is started may keep its end.
        process.standardOutput = try FileHandle(forWritingTo: answers)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return try String(contentsOf: answers, encoding: .utf8).split(separator: "\n").last.map(String.init) ?? ""
    }
}
