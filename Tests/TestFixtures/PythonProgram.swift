import Foundation

/// A program of the Python that `MARU_TEST_PYTHON` names, which has the clients of ops/checks/requirements.txt.
package enum PythonProgram {
    package struct Missing: Error {}

    /// What a program ended with and wrote.
    package struct Result: Sendable {
        package let status: Int32
        package let output: String
    }

    package static var isAvailable: Bool { python != nil }

    private static var python: String? { ProcessInfo.processInfo.environment["MARU_TEST_PYTHON"].flatMap { $0.isEmpty ? nil : $0 } }

    /// Runs Python with `arguments`, e.g. `["-c", program]`, and waits for its end.
    /// - Throws: ``Missing`` without a Python.
    package static func run(_ arguments: [String], in folder: String? = nil) async throws -> Result {
        guard let python else { throw Missing() }
        return try await TestFolder.with { own in
            let output = own + "/output"
            guard FileManager.default.createFile(atPath: output, contents: nil) else { throw Missing() }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: python)
            process.arguments = arguments
            process.currentDirectoryURL = URL(fileURLWithPath: folder ?? own)
            let sink = FileHandle(forWritingAtPath: output)
            process.standardOutput = sink
            process.standardError = sink
            let (ended, end) = AsyncStream.makeStream(of: Void.self)
            process.terminationHandler = { _ in end.finish() }
            try process.run()
            for await _ in ended {}
            return Result(status: process.terminationStatus, output: try String(contentsOfFile: output, encoding: .utf8))
        }
    }
}
