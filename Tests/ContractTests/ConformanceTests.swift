import CommonModels
import Foundation
import HummingbirdTesting
import ServiceKit
import TestFixtures
import Testing

/// Schemathesis makes requests out of each contract, fitting and unfitting ones, and compares the running service's answers
/// with it: no failure of the server, no status, media type, header or body the contract does not have, no way around the key.
@Suite("A running service", .serialized, .enabled(if: PythonProgram.isAvailable, "MARU_TEST_PYTHON names no Python"))
struct ConformanceTests {
    private static let settings = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "ops/checks/schemathesis.toml").path()

    @Test("answers as its contract says", arguments: ServiceName.allCases)
    func conforms(service: ServiceName) async throws {
        // Content looks people up in Profile; a neighbour that is down is a 503, which is right and not wanted here.
        try await TestInstallation.of(.profile) { profile in
            guard service != .profile else { return try await check(profile, .profile) }
            let port = try #require(profile.client.port)
            let variables = ["MARU_PROFILE_URL": "http://localhost:\(port)", "MARU_SECRETS": profile.settings.secretFolder]
            try await TestInstallation.of(service, variables: variables) { try await check($0, service) }
        }
    }

    private func check(_ installation: TestInstallation, _ service: ServiceName) async throws {
        let port = try #require(installation.client.port)
        try await TestFolder.with { folder in
            let contract = folder + "/openapi.yaml"
            try service.type.openAPI.write(toFile: contract, atomically: true, encoding: .utf8)
            let ended = try await PythonProgram.run(
                [
                    "-m", "schemathesis.cli", "--config-file", Self.settings, "run", contract, "--url", "http://localhost:\(port)",
                    "--header", "Authorization: Bearer \(installation.keys.admin)", "--no-color",
                ], in: folder)
            #expect(ended.status == 0, "\(ended.output)")
        }
    }
}

extension TestInstallation {
    /// Starts the service on a socket, its neighbours nowhere unless `variables` name them. Guessed keys are not slowed down:
    /// Schemathesis guesses many.
    fileprivate static func of(
        _ service: ServiceName, variables: [String: String] = [:], _ body: @Sendable @escaping (TestInstallation) async throws -> Void
    ) async throws {
        let settings = ["MARU_RATE_REFUSED": "10000"].merging(variables) { $1 }
        let nowhere = Dictionary(
            uniqueKeysWithValues: ServiceName.allCases.map { ("MARU_\($0.rawValue.uppercased())_URL", "http://127.0.0.1:1") })
        try await start(service.type, variables: nowhere.merging(settings) { $1 }, body)
    }

    private static func start<S: MaruService>(
        _ service: S.Type, variables: [String: String], _ body: @Sendable @escaping (TestInstallation) async throws -> Void
    ) async throws {
        try await of(service, variables: variables, over: .live, body)
    }
}
