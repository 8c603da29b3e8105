import CommonModels
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import TestFixtures
import Testing

@Suite("access")
struct AccessTests {
    /// Every credential against one route of each kind.
    enum Caller: String, CaseIterable, Sendable {
        case nobody, writeKey, reader, writer, admin, unknownKey, service, lead, finance
    }

    /// Status on GET /v1/notes, POST /v1/notes, POST /v1/track, GET /metrics, GET /openapi.yaml.
    static let expected: [Caller: [Int]] = [
        .nobody: [401, 401, 401, 401, 401], .unknownKey: [401, 401, 401, 401, 401],
        .writeKey: [403, 403, 202, 403, 200], .reader: [200, 403, 403, 403, 200], .writer: [403, 201, 403, 403, 200],
        .admin: [200, 201, 202, 200, 200], .service: [200, 403, 202, 403, 200], .lead: [200, 201, 403, 403, 200],
        .finance: [403, 403, 403, 403, 200],
    ]

    @Test("each credential opens exactly the doors of its scopes", arguments: Caller.allCases)
    func matrix(caller: Caller) async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            let headers = try await Self.headers(caller, here)
            let note = ByteBuffer(string: #"{"title":"a"}"#)
            let statuses = [
                try await here.send(.get, "/v1/notes", key: nil, headers: headers),
                try await here.send(.post, "/v1/notes", key: nil, headers: headers, body: note),
                try await here.send(.post, "/v1/track", key: nil, headers: headers, body: note),
                try await here.send(.get, "/metrics", key: nil, headers: headers),
                try await here.send(.get, "/openapi.yaml", key: nil, headers: headers),
            ].map(\.status.code)
            #expect(statuses == Self.expected[caller])
        }
    }

    @Test("only health, sign-in and declared paths are open")
    func openPaths() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            for path in ["/healthz", "/readyz", "/u/hello"] {
                #expect(try await here.send(.get, path, key: nil).status == .ok, "\(path)")
            }
            for path in ["/", "/v1/notes", "/v1/audit", "/v1/jobs/x", "/nowhere", "/healthz/x"] {
                #expect(try await here.send(.get, path, key: nil).status == .unauthorized, "\(path)")
            }
        }
    }

    @Test("a key works as Basic user, Bearer token and X-API-Key")
    func waysToSendAKey() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            let basic = "Basic " + Data("\(here.keys.write):".utf8).base64EncodedString()
            #expect(try await here.send(.post, "/v1/track", key: nil, headers: [.authorization: basic]).status == .accepted)
            #expect(try await here.send(.post, "/v1/track", key: here.keys.write).status == .accepted)
            #expect(try await here.send(.post, "/v1/track", key: nil, headers: [.apiKey: here.keys.write]).status == .accepted)
        }
    }

    @Test("a key made or revoked while the service runs counts at once, and only its hash is kept")
    func reload() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            let key = try here.keys.server(.segmentRead)
            #expect(try await here.send(.get, "/v1/notes", key: key).status == .ok)
            let file = try here.keys.store.load()
            #expect(!"\(file)".contains(key))
            try here.keys.store.update { $0.keys.removeAll { $0.name == "limited" } }
            #expect(try await here.send(.get, "/v1/notes", key: key).status == .unauthorized)
        }
    }

    @Test("a service token is good for one audience and one minute")
    func serviceTokens() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            let token = try await here.token(of: .journey)
            #expect(try await here.send(.get, "/v1/notes", key: token).status == .ok)
            let secret = try SecretFolder(path: here.settings.secretFolder).secret(named: "service.key")
            let other = try await ServiceTokens(issuer: .journey, secret: secret, clock: here.time.clock).token(for: .content)
            #expect(try await here.send(.get, "/v1/notes", key: other).status == .unauthorized)
            let forged = try await ServiceTokens(
                issuer: .journey, secret: Array(String(repeating: "x", count: 32).utf8), clock: here.time.clock
            ).token(for: .segment)
            #expect(try await here.send(.get, "/v1/notes", key: forged).status == .unauthorized)
            here.time.advance(by: .seconds(61))
            let late = try await here.send(.get, "/v1/notes", key: token)
            #expect(late.status == .unauthorized)
        }
    }

    @Test("an expired key is refused as expired")
    func expiredKey() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            let secret = KeySecret.generate(.server)
            let expiresAt = here.time.clock.now() + .seconds(10)
            let key = AccessKey(
                id: IDGenerator.system().next(), kind: .server, name: "short", scopes: [.segmentRead], hash: secret.hash,
                createdAt: .epoch, expiresAt: expiresAt)
            try here.keys.store.update { $0.keys.append(key) }
            #expect(try await here.send(.get, "/v1/notes", key: secret.text).status == .ok)
            here.time.advance(by: .seconds(10))
            #expect(try await here.send(.get, "/v1/notes", key: secret.text).problem == "expired")
        }
    }

    private static func headers(_ caller: Caller, _ here: TestInstallation) async throws -> HTTPFields {
        switch caller {
        case .nobody: [:]
        case .writeKey: bearer(here.keys.write)
        case .reader: bearer(try here.keys.server(.segmentRead))
        case .writer: bearer(try here.keys.server(.segmentWrite))
        case .admin: bearer(here.keys.admin)
        case .unknownKey: bearer(KeySecret.generate(.server).text)
        case .service: bearer(try await here.token(of: .journey))
        case .lead: try await here.session(of: [.coeLead])
        case .finance: try await here.session(of: [.finance])
        }
    }

    private static func bearer(_ key: String) -> HTTPFields { [.authorization: "Bearer \(key)"] }
}
