import CommonModels
import Foundation

/// The six services of a demo, run by `maru up` as a child of this process.
final class DemoStack: Sendable {
    struct DidNotStart: Error, CustomStringConvertible {
        let services: [ServiceName]
        let log: String
        var description: String { "not ready: \(services.map(\.rawValue).joined(separator: ", ")); see \(log)" }
    }

    private static let startLimit = Duration.seconds(60)

    private let process: Process
    private let log: String

    private init(process: Process, log: String) {
        self.process = process
        self.log = log
    }

    /// Starts the services and returns when all are ready.
    static func start(basePort: Int, dataFolder: String, environment: [String: String], api: DemoAPI) async throws -> DemoStack {
        let log = dataFolder + "/services.log"
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["up", "--base-port", String(basePort)]
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }.merging(["MARU_DATA": dataFolder]) { $1 }
        let output = FileHandle(forWritingAtPath: log)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let stack = DemoStack(process: process, log: log)
        try await stack.waitUntilReady(api)
        return stack
    }

    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }

    private func waitUntilReady(_ api: DemoAPI) async throws {
        let end = ContinuousClock.now + Self.startLimit
        var waiting = ServiceName.allCases
        while !waiting.isEmpty {
            for service in waiting where await api.isReady(service) { waiting.removeAll { $0 == service } }
            if waiting.isEmpty { return }
            guard ContinuousClock.now < end, process.isRunning else {
                stop()
                throw DidNotStart(services: waiting, log: log)
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
