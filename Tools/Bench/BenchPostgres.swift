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
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["bash", "ops/checks/postgres.sh"] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").last.map(String.init) ?? ""
    }
}
