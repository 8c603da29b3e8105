import CommonModels
import Foundation
import NIOHTTP1
import StorageKit
import TestFixtures

/// The six real executables, each with a database of its own, told where the others are.
struct ServiceFleet: Sendable {
    /// Facts that travel through feeds are awaited this long.
    static let patience = Duration.seconds(60)

    let folder: String
    private let processes: [ServiceName: ServiceProcess]

    init(folder: String) throws {
        self.folder = folder
        let ports = try ServiceName.allCases.reduce(into: [ServiceName: Int]()) { $0[$1] = try FreePort.find() }
        let addresses = ports.reduce(into: [String: String]()) {
            $0["MARU_\($1.key.rawValue.uppercased())_URL"] = "http://127.0.0.1:\($1.value)"
        }
        processes = try ServiceName.allCases.reduce(into: [:]) { processes, service in
            let path = "\(folder)/\(service.rawValue)/\(service.rawValue).sqlite"
            processes[service] = try ServiceProcess(
                service, folder: folder, database: .sqlite(path: path), port: ports[service], variables: addresses)
        }
    }

    /// Starts all six, runs `body` once they are ready, and kills them.
    func whileRunning<T>(_ body: () async throws -> T) async throws -> T {
        try await run(Array(processes.values)[...], body)
    }

    private func run<T>(_ left: ArraySlice<ServiceProcess>, _ body: () async throws -> T) async throws -> T {
        guard let process = left.first else { return try await body() }
        return try await process.whileRunning { try await run(left.dropFirst(), body) }
    }

    /// - Throws: ``Refused`` unless the answer is a success.
    @discardableResult
    func call(_ method: HTTPMethod, _ service: ServiceName, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        guard let process = processes[service] else { throw Refused(call: path, status: 0, answer: "") }
        let answer = try await process.send(method, path, key: process.keys.admin, body: body?.serialized)
        guard (200..<300).contains(answer.status) else {
            throw Refused(call: "\(method) \(path)", status: answer.status, answer: String(decoding: answer.body, as: UTF8.self))
        }
        return answer.body.isEmpty ? .null : (try? JSONValue(parsing: answer.body)) ?? .string(String(decoding: answer.body, as: UTF8.self))
    }

    struct Refused: Error {
        let call: String
        let status: Int
        let answer: String
    }

    struct NeverCame: Error { let what: String }

    /// Asks until the answer is there.
    func await<T>(_ what: String, _ ask: () async throws -> T?) async throws -> T {
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            if let found = try await ask() { return found }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw NeverCame(what: what)
    }

    /// Every file the services wrote that holds one of `texts`, in any letter case, as `path: text`.
    func filesHolding(_ texts: [String]) throws -> [String] {
        var found: [String] = []
        let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        for file in files.sorted() {
            guard let data = FileManager.default.contents(atPath: folder + "/" + file) else { continue }
            for text in texts where data.range(of: Data(text.utf8)) != nil { found.append("\(file): \(text)") }
        }
        return found
    }
}
