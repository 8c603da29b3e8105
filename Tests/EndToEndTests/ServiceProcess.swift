import AsyncHTTPClient
import CommonModels
import Foundation
import NIOCore
import NIOHTTP1
import ServiceKit
import StorageKit
import TestFixtures

/// The real executable of a service, with a data folder, keys and a database of its own; it can be killed and started again.
final class ServiceProcess: Sendable {
    struct NotStarted: Error { let service: ServiceName }

    let service: ServiceName
    let keys: TestKeys
    private let environment: [String: String]
    private let port: Int

    /// - Parameter variables: beside those every process gets, e.g. where its neighbours are.
    init(
        _ service: ServiceName, folder: String, database: DatabaseURL, port: Int? = nil, variables: [String: String] = [:]
    ) throws {
        self.service = service
        self.port = try port ?? FreePort.find()
        keys = try TestKeys(store: AccessFileStore(path: folder + "/access.yml"))
        let name = service.rawValue.uppercased()
        environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }.merging([
            "MARU_DATA": folder, "MARU_\(name)_PORT": String(self.port), "MARU_\(name)_DATABASE_URL": Self.text(of: database),
            "MARU_LOG_LEVEL": "error", "MARU_SUPERVISED": "1",
        ]) { $1 }
    }

    var address: String { "http://127.0.0.1:\(port)" }

    /// Starts the executable, runs `body` once it is ready, and kills it: no shutdown, no last flush.
    func whileRunning<T>(_ body: () async throws -> T) async throws -> T {
        let process = Process()
        process.executableURL = Self.folderOfExecutables.appendingPathComponent(service.rawValue)
        process.environment = environment
        // A supervised service stops when its supervisor's end of standard input closes.
        let lifeline = Pipe()
        process.standardInput = lifeline
        defer { try? lifeline.fileHandleForWriting.close() }
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        do {
            try await waitUntilReady()
            let value = try await body()
            kill(process.processIdentifier, SIGKILL)
            for await _ in ended {}
            return value
        } catch {
            kill(process.processIdentifier, SIGKILL)
            throw error
        }
    }

    /// - Throws: when no answer comes, e.g. because the process is gone.
    func send(_ method: HTTPMethod, _ path: String, key: String, body: String? = nil) async throws -> (status: Int, body: [UInt8]) {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        request.headers.add(name: "authorization", value: "Bearer \(key)")
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let answer = try await response.body.collect(upTo: 64 * 1_048_576)
        return (Int(response.status.code), Array(buffer: answer))
    }

    private func waitUntilReady() async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if let answer = try? await send(.GET, "/readyz", key: keys.admin), answer.status == 200 { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw NotStarted(service: service)
    }

    /// Executables are built beside the test bundle.
    private static var folderOfExecutables: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    }

    private static func text(of database: DatabaseURL) -> String {
        switch database {
        case .sqlite(let path): "sqlite://\(path)"
        case .postgres(let connection, let schema):
            connection + (schema.map { (connection.contains("?") ? "&" : "?") + "schema=\($0)" } ?? "")
        }
    }
}
