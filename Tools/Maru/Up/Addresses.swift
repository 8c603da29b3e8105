import ArgumentParser
import CommonModels
import Foundation
import NIOCore
import NIOPosix

/// Where each service of an installation listens.
struct Addresses: Sendable {
    let basePort: Int

    func port(of name: ServiceName) -> Int { basePort + name.defaultPort - ServiceName.profile.defaultPort }

    /// Waits until nobody listens on the ports: services whose `maru up` was killed end by themselves within seconds.
    /// - Throws: `ValidationError` that names a port which stays taken or cannot be used; another installation would be taken for this one.
    func waitUntilFree(within limit: Duration = .seconds(20)) async throws {
        let deadline = ContinuousClock.now + limit
        for name in ServiceName.allCases {
            while !(try await isFree(port(of: name))) {
                guard ContinuousClock.now < deadline else {
                    throw ValidationError(
                        "Port \(port(of: name)) is taken, perhaps by another installation. Stop that, or choose others by --base-port.")
                }
                try await Task.sleep(for: .milliseconds(250))
            }
        }
    }

    private func isFree(_ port: Int) async throws -> Bool {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        do {
            try await bootstrap.bind(host: "127.0.0.1", port: port).get().close()
            return true
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            return false
        } catch {
            throw ValidationError("Port \(port) cannot be used: \(error)")
        }
    }

    func url(of name: ServiceName) -> String { "http://127.0.0.1:\(port(of: name))" }

    /// The environment every child gets: where the neighbours are, and that it is watched over.
    func environment(dataFolder: String) -> [String: String] {
        ServiceName.allCases.reduce(into: ["MARU_DATA": dataFolder, "MARU_SUPERVISED": "1"]) { environment, name in
            let prefix = "MARU_\(name.rawValue.uppercased())"
            environment[prefix + "_PORT"] = String(port(of: name))
            environment[prefix + "_URL"] = url(of: name)
        }
    }
}
