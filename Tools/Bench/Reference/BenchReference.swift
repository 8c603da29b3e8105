import Foundation

/// The process that serves the floors.
final class BenchReference: Sendable {
    let port = 9_190
    private let process: BenchProcess
    private let folder: String

    private init(process: BenchProcess, folder: String) {
        self.process = process
        self.folder = folder
    }

    static func start() async throws -> BenchReference {
        let folder = FileManager.default.temporaryDirectory.appending(path: "maru-reference-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let process = try BenchProcess(
            "maru-bench", ["reference", "--port", "9190", "--database", folder + "/reference.sqlite"], log: folder + "/log")
        let reference = BenchReference(process: process, folder: folder)
        try await process.wait(for: "http://127.0.0.1:9190/readyz")
        return reference
    }

    func stop() {
        process.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }
}
