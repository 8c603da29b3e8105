import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A server under measurement: started in a folder of its own, watched, stopped.
final class BenchProcess: Sendable {
    struct DidNotStart: Error, CustomStringConvertible {
        let description: String
    }

    private let process: Process

    init(_ executable: String, _ arguments: [String] = [], environment: [String: String] = [:], log: String) throws {
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(
            path: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = FileHandle(forWritingAtPath: log)
        process.standardOutput = output
        process.standardError = output
        try process.run()
    }

    /// Returns when `url` answers 200.
    func wait(for url: String) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end, process.isRunning {
            let response = try? await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: .seconds(2))
            if response?.status == .ok { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw DidNotStart(description: "\(process.executableURL?.lastPathComponent ?? "?") did not answer at \(url)")
    }

    /// Resident memory of the process and its children, MB (proc(5), VmRSS).
    var residentMB: Double { Self.tree(of: process.processIdentifier).reduce(0) { $0 + Self.residentMB(of: $1) } }

    /// Seconds of processor time of the process and its children so far.
    var processorSeconds: Double {
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        return Self.tree(of: process.processIdentifier).reduce(0.0) { sum, id in
            let fields = Self.afterName((try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)) ?? "")
            guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return sum }
            return sum + (user + system) / ticks
        }
    }

    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }

    private static func residentMB(of id: Int32) -> Double {
        let status = (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) } ?? 0) / 1_024
    }

    private static func tree(of root: Int32) -> [Int32] {
        let ids = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { Int32($0) } ?? []
        let parents = ids.map { id -> (Int32, Int32) in
            let fields = afterName((try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)) ?? "")
            return (id, fields.count > 1 ? Int32(fields[1]) ?? 0 : 0)
        }
        var found = [root]
        var index = 0
        while index < found.count {
            found += parents.filter { $0.1 == found[index] }.map(\.0)
            index += 1
        }
        return found
    }

    /// The fields of `/proc/<id>/stat` after the name in parentheses, which may hold spaces.
    private static func afterName(_ stat: String) -> [Substring] {
        guard let close = stat.lastIndex(of: ")") else { return [] }
        return stat[stat.index(after: close)...].split(separator: " ")
    }
}
