package import CommonModels
import Hummingbird
package import HummingbirdTesting
package import ServiceKit
package import StorageKit

/// One service running in process with a data folder, keys and a database of its own.
package struct TestInstallation: Sendable {
    package let client: any TestClientProtocol
    package let keys: TestKeys
    package let database: any Database
    /// Moves the service's clock.
    package let time: ManualTime
    package let logs: LogCapture
    package let metrics: MetricRegistry
    package let settings: ServiceSettings

    /// Where tests' clocks start: a Thursday noon in Seoul.
    package static let start = Instant(secondsSince1970: 1_789_614_000)

    /// Runs `body` against the real application of `service`, without a socket.
    /// - Parameters:
    ///   - variables: environment variables, e.g. `MARU_BODY_BYTES`.
    ///   - over: `.router` in process; `.live` or `.ahc()` over a socket.
    @discardableResult
    package static func of<S: MaruService, T: Sendable>(
        _ service: S.Type, engine: TestEngine = .sqlite, options: DatabaseOptions = TestEngine.smallOptions,
        variables: [String: String] = [:], over setup: TestingSetup = .router,
        _ body: @Sendable @escaping (TestInstallation) async throws -> T
    ) async throws -> T {
        try await TestFolder.with { folder in
            try await engine.withDatabase(options: options) { database in
                try await run(service, folder: folder, database: database, variables: variables, setup: setup, body)
            }
        }
    }

    /// Runs `body` against two replicas of `service`: one database and data folder, connections of their own.
    package static func pair<S: MaruService>(
        of service: S.Type, engine: TestEngine, variables: [String: String] = [:],
        _ body: @Sendable @escaping (TestInstallation, TestInstallation) async throws -> Void
    ) async throws {
        try await TestFolder.with { folder in
            try await engine.withDatabaseURL { url in
                let first = try await openDatabase(url, options: TestEngine.smallOptions)
                let second = try await openDatabase(url, options: TestEngine.smallOptions)
                try await run(service, folder: folder, database: first, variables: variables, setup: .router) { one in
                    try await run(service, folder: folder, database: second, variables: variables, setup: .router) { other in
                        try await body(one, other)
                    }
                }
                await first.close()
                await second.close()
            }
        }
    }

    private static func run<S: MaruService, T: Sendable>(
        _ service: S.Type, folder: String, database: any Database, variables: [String: String], setup: TestingSetup,
        _ body: @Sendable @escaping (TestInstallation) async throws -> T
    ) async throws -> T {
        let given = ["MARU_DATA": folder, "MARU_\(S.name.rawValue.uppercased())_PORT": "0", "MARU_ACCESS_RELOAD": "0"].merging(variables) {
            $1
        }
        let settings = try ServiceSettings(S.name, config: ServiceConfiguration.reader(variables: given))
        let time = ManualTime(start)
        let logs = LogCapture()
        let metrics = MetricRegistry()
        let keys = try TestKeys(store: AccessFileStore(path: settings.accessFile))
        let application = try await buildApplication(
            service, settings: settings, clock: time.clock, database: database, metrics: metrics, logger: logs.logger())
        return try await application.test(setup) { client in
            try await body(
                TestInstallation(
                    client: client, keys: keys, database: database, time: time, logs: logs, metrics: metrics, settings: settings))
        }
    }
}
