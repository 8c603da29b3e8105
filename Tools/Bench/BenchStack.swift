import CommonModels
import Foundation
import ServiceKit

/// Services under measurement with a data folder and an administrator's key of their own.
final class BenchStack: Sendable {
    let folder: String
    let key: String
    private let processes: [ServiceName: BenchProcess]

    private init(folder: String, key: String, processes: [ServiceName: BenchProcess]) {
        self.folder = folder
        self.key = key
        self.processes = processes
    }

    static func start(_ services: [ServiceName], environment: [String: String] = [:]) async throws -> BenchStack {
        let folder = FileManager.default.temporaryDirectory.appending(path: "maru-bench-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let secret = KeySecret.generate(.server)
        try AccessFileStore(path: folder + "/access.yml").update { file in
            file.keys.append(
                AccessKey(
                    id: IDGenerator.system().next(), kind: .server, name: "bench", scopes: [.admin], hash: secret.hash,
                    createdAt: WallClock.system.now(), expiresAt: nil))
        }
        var variables = ["MARU_DATA": folder, "MARU_LOG_LEVEL": "error", "MARU_RATE_KEY": "10000000"]
        for service in ServiceName.allCases {
            variables["MARU_\(service.rawValue.uppercased())_PORT"] = String(port(service))
            variables["MARU_\(service.rawValue.uppercased())_URL"] = url(service)
        }
        variables.merge(environment) { $1 }
        var processes: [ServiceName: BenchProcess] = [:]
        for service in services {
            processes[service] = try BenchProcess(service.rawValue, environment: variables, log: folder + "/\(service.rawValue).log")
        }
        let stack = BenchStack(folder: folder, key: secret.text, processes: processes)
        for service in services {
            do {
                try await processes[service]?.wait(for: url(service) + "/readyz")
            } catch {
                stack.stop(keepingData: true)
                throw error
            }
        }
        return stack
    }

    /// Away from the ports of `maru up`, so that a bench and a demo do not meet.
    static func port(_ service: ServiceName) -> Int { service.defaultPort + 1_000 }
    static func url(_ service: ServiceName) -> String { "http://127.0.0.1:\(port(service))" }

    func residentMB(_ service: ServiceName) -> Double { processes[service]?.residentMB ?? 0 }
    var residentMB: Double { processes.values.reduce(0) { $0 + $1.residentMB } }
    var processorSeconds: Double { processes.values.reduce(0) { $0 + $1.processorSeconds } }

    func stop(keepingData: Bool = false) {
        for process in processes.values { process.stop() }
        if !keepingData { try? FileManager.default.removeItem(atPath: folder) }
    }
}
