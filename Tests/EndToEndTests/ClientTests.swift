import CommonModels
import NIOHTTP1
import TestFixtures
import Testing

/// Segment's and RudderStack's own Python clients, unmodified, against the running service.
@Suite("clients of the field", .enabled(if: PythonProgram.isAvailable, "MARU_TEST_PYTHON names no Python that has the clients"))
struct ClientTests {
    private static let segment = calls(of: "segment.analytics")
    private static let rudder = calls(of: "rudderstack.analytics")

    /// Every call of an SDK; both have the same interface.
    private static func calls(of module: String) -> String {
        """
        import sys
        import \(module) as analytics
        failures = []
        analytics.write_key, analytics.host = sys.argv[1], sys.argv[2]
        analytics.on_error = lambda error, items: failures.append(error)
        analytics.identify('client-user', {'email': 'client@mail.example', 'name': 'Client'})
        for n in range(250):
            analytics.track('client-user', 'Client Event', {'n': n})
        analytics.page('client-user', 'Docs', 'Start')
        analytics.screen('client-user', 'App', 'Start')
        analytics.group('client-user', 'team-1', {'plan': 'free'})
        analytics.alias('client-anonymous', 'client-user')
        analytics.shutdown()
        sys.exit(1 if failures else 0)
        """
    }

    @Test("every call of the Python SDKs arrives once", arguments: [segment, rudder])
    func sdk(program: String) async throws {
        try await TestFolder.with { folder in
            try await TestEngine.sqlite.withDatabaseURL { url in
                let profile = try ServiceProcess(.profile, folder: folder, database: url)
                try await profile.whileRunning {
                    try await run(program, key: profile.keys.write, address: profile.address)
                    let found = try await profile.send(.GET, "/v1/profiles?identity=email:client@mail.example", key: profile.keys.admin)
                    let id = try #require(try JSONValue(parsing: found.body)["items"]?.arrayValue?.first?["id"]?.stringValue)
                    let answer = try await profile.send(.GET, "/v1/profiles/\(id)/timeline?limit=1000", key: profile.keys.admin)
                    let events = try JSONValue(parsing: answer.body)["items"]?.arrayValue ?? []
                    let byType = Dictionary(grouping: events) { $0["type"]?.stringValue ?? "" }.mapValues(\.count)
                    #expect(byType == ["identify": 1, "track": 250, "page": 1, "screen": 1, "group": 1, "alias": 1])
                }
            }
        }
    }

    private func run(_ program: String, key: String, address: String) async throws {
        let ended = try await PythonProgram.run(["-c", program, key, address])
        #expect(ended.status == 0, "\(ended.output)")
    }
}
