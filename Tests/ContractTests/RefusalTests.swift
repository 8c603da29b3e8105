import CommonModels
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import TestFixtures
import Testing

/// What every service refuses, whatever it does; asked of every operation its contract has.
@Suite("Every operation")
struct RefusalTests {
    @Test("needs a credential that is known, and its scope", arguments: ServiceName.allCases)
    func credentials(service: ServiceName) async throws {
        try await Self.each(of: service, variables: ["MARU_RATE_REFUSED": "10000"]) { installation, operation, method, path in
            guard !OpenPaths(OpenPaths.frame + service.type.openPaths).contains(path) else { return }
            for key in [nil, "maru_sk_unknown", "Basic"] {
                let answer = try await installation.send(method, path, key: key)
                #expect(answer.status == .unauthorized, "\(operation)")
                #expect(answer.problem == "unauthenticated", "\(operation)")
                #expect(answer.headers[.wwwAuthenticate] != nil, "\(operation)")
            }
            // The contract, and a job of one's own, are for anybody who is known; signals are sent with write keys, too.
            guard !["/openapi.yaml", "/v1/jobs/{id}", "/v1/jobs/{id}/cancel"].contains(operation.path),
                operation.description != "POST /v1/signals"
            else { return }
            #expect(try await installation.send(method, path, key: installation.keys.write).problem == "forbidden", "\(operation)")
        }
    }

    @Test("refuses another method with 405 and the ones there are", arguments: ServiceName.allCases)
    func methods(service: ServiceName) async throws {
        let operations = try Contract(service.type.openAPI).operations
        try await Self.each(of: service) { installation, operation, _, path in
            let answer = try await installation.send(.patch, path, key: installation.keys.admin)
            #expect(answer.problem == "method-not-allowed" && answer.status == .methodNotAllowed, "\(operation)")
            let methods = operations.filter { $0.path == operation.path }.map(\.method)
            let expected = Set(methods + (methods.contains("GET") ? ["HEAD"] : []))
            #expect(Set(answer.headers[.allow]?.components(separatedBy: ", ") ?? []) == expected, "\(operation)")
            let beyond = try await installation.send(.get, path + "/no/such/way/here", key: installation.keys.admin)
            #expect(beyond.problem == "unknown-route", "\(operation)")
        }
    }

    @Test("refuses a body that is no JSON, of the wrong kind, or too large, and counts it", arguments: ServiceName.allCases)
    func bodies(service: ServiceName) async throws {
        try await Self.each(of: service) { installation, operation, method, path in
            guard operation.fields[path: ["requestBody", "required"]] == "true" else { return }
            var headers: HTTPFields = [.contentType: "application/json", .ifMatch: "*"]
            headers[.authorization] = "Bearer \(installation.keys.admin)"
            for body in ["", "{\"key\":", "[", "7", "\"text\"", "{\"a\":" + String(repeating: "[", count: 200)] {
                let answer = try await installation.client.execute(
                    uri: path, method: method, headers: headers, body: ByteBuffer(string: body))
                #expect([400, 404, 422].contains(answer.status.code), "\(operation): \(answer.status) to \(body.prefix(20))")
                #expect(answer.problem != nil, "\(operation)")
            }
            let large = ByteBuffer(string: "{\"a\":\"" + String(repeating: "x", count: 5 * 1_048_576) + "\"}")
            let answer = try await installation.client.execute(uri: path, method: method, headers: headers, body: large)
            #expect([400, 404, 413].contains(answer.status.code), "\(operation): \(answer.status) to 5 MiB")
            #expect(answer.problem != nil, "\(operation)")
            let labels = MetricLabels([("route", operation.path), ("method", operation.method)]).text
            let lines = installation.metrics.text().split(separator: "\n").filter { $0.hasPrefix("maru_http_requests_total{\(labels),") }
            let refused = lines.filter { $0.contains("status=\"4") }
            #expect(refused.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +) == 7, "\(operation)")
        }
    }

    /// Calls `body` with each operation and an address of it at which nothing is.
    private static func each(
        of service: ServiceName, variables: [String: String] = [:],
        _ body: @Sendable @escaping (TestInstallation, Contract.Operation, HTTPRequest.Method, String) async throws -> Void
    ) async throws {
        let operations = try Contract(service.type.openAPI).operations
        #expect(operations.count > 15)
        try await start(service.type, variables: variables) { installation in
            for operation in operations {
                let method = try #require(HTTPRequest.Method(operation.method))
                try await body(installation, operation, method, operation.path.replacing(/\{[a-z]+\}/, with: "nothing"))
            }
        }
    }

    private static func start<S: MaruService>(
        _ service: S.Type, variables: [String: String], _ body: @Sendable @escaping (TestInstallation) async throws -> Void
    ) async throws {
        let nowhere = ServiceName.allCases.map { ("MARU_\($0.rawValue.uppercased())_URL", "http://127.0.0.1:1") }
        try await TestInstallation.of(service, variables: Dictionary(uniqueKeysWithValues: nowhere).merging(variables) { $1 }, body)
    }
}
