import CommonModels
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ServiceClients
import ServiceKit
import Synchronization
import TestFixtures
import Testing

@Suite("calls to neighbours")
struct CallTests {
    /// A neighbour whose answers a test writes down beforehand; the last one repeats.
    private final class Neighbour: Sendable {
        private let answers: Mutex<[(HTTPResponse.Status, HTTPFields, String)]>
        let requests = Mutex<[HTTPFields]>([])

        init(_ answers: [(HTTPResponse.Status, HTTPFields, String)]) { self.answers = Mutex(answers) }

        var application: Application<RouterResponder<BasicRequestContext>> {
            let router = Router()
            for method in [HTTPRequest.Method.get, .post] {
                router.on("**", method: method) { request, _ in self.next(request) }
            }
            return Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)))
        }

        private func next(_ request: Request) -> Response {
            requests.withLock { $0.append(request.headers) }
            let answer = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
            return Response(status: answer.0, headers: answer.1, body: .init(byteBuffer: ByteBuffer(string: answer.2)))
        }
    }

    private static let retries = RetryPolicy(attemptsMax: 3, pauseMin: .milliseconds(1), pauseMax: .milliseconds(2))
    private static let secret = Array(String(repeating: "s", count: 32).utf8)

    private func withCalls(_ neighbour: Neighbour, _ body: @Sendable @escaping (ServiceHTTP, ManualTime) async throws -> Void) async throws
    {
        try await neighbour.application.test(.live) { client in
            let time = ManualTime(TestInstallation.start)
            let tokens = await ServiceTokens(issuer: .journey, secret: Self.secret, clock: time.clock)
            let port = try #require(client.port)
            let address: URL? = URL(string: "http://127.0.0.1:\(port)")
            let http = ServiceHTTP(
                tokens: tokens, neighbours: address.map { [.profile: $0] } ?? [:], clock: time.clock, retries: Self.retries,
                logger: LogCapture().logger())
            try await body(http, time)
        }
    }

    @Test("carry our token for the neighbour, and the trace of the request we serve")
    func headers() async throws {
        let neighbour = Neighbour([(.ok, [:], "{}")])
        try await withCalls(neighbour) { http, time async throws in
            let trace = TraceSource().root()
            _ = try await TraceContext.$current.withValue(trace) { try await http.send(.get("/v1/x"), to: .profile) }
            let seen = try #require(neighbour.requests.withLock { $0.first })
            let token = (seen[.authorization] ?? "").dropFirst("Bearer ".count)
            let verifier = await ServiceTokens(issuer: .profile, secret: Self.secret, clock: time.clock)
            #expect(try await verifier.verify(String(token)).caller == .journey)
            let sent = TraceContext(traceparent: seen[HTTPField.Name(constant: "traceparent")] ?? "")
            #expect(sent?.traceID == trace.traceID && sent?.span != trace.span)
        }
    }

    @Test("that are safe to repeat are repeated when the neighbour is away for a moment")
    func retries() async throws {
        let neighbour = Neighbour([(.serviceUnavailable, [.retryAfter: "1"], ""), (.badGateway, [:], ""), (.ok, [:], #"{"a":1}"#)])
        try await withCalls(neighbour) { http, _ async throws in
            let answer = try await http.send(.post("/v1/x", json: [:], idempotencyKey: "k"), to: .profile)
            #expect(try answer.json(from: .profile) == ["a": 1])
            #expect(neighbour.requests.withLock { $0.map { $0[.idempotencyKey] } } == ["k", "k", "k"])
        }
    }

    @Test("that are not safe to repeat are tried once")
    func noRetry() async throws {
        let neighbour = Neighbour([(.serviceUnavailable, [:], ""), (.ok, [:], "{}")])
        try await withCalls(neighbour) { http, _ async throws in
            await #expect(throws: ServiceCallError.refused(.profile, status: 503, problem: nil)) {
                try await http.send(.post("/v1/x", json: [:]), to: .profile)
            }
        }
    }

    @Test("that are refused are not repeated and tell the neighbour's problem")
    func refused() async throws {
        let neighbour = Neighbour([(.unprocessableContent, [:], #"{"type":"urn:maru:problem:validation"}"#)])
        try await withCalls(neighbour) { http, _ async throws in
            await #expect(throws: ServiceCallError.refused(.profile, status: 422, problem: "urn:maru:problem:validation")) {
                try await http.send(.get("/v1/x"), to: .profile)
            }
            #expect(neighbour.requests.withLock { $0.count } == 1)
        }
    }

    @Test("rest after failures in a row, try again once after a while, and go on when that succeeds")
    func circuit() async throws {
        let neighbour = Neighbour([
            (.badGateway, [:], ""), (.badGateway, [:], ""), (.badGateway, [:], ""), (.badGateway, [:], ""), (.badGateway, [:], ""),
            (.ok, [:], "{}"),
        ])
        try await withCalls(neighbour) { http, time async throws in
            for _ in 1...5 { await #expect(throws: ServiceCallError.self) { try await http.send(.post("/v1/x", json: [:]), to: .profile) } }
            await #expect(throws: ServiceCallError.resting(.profile, retryAfter: .seconds(1))) {
                try await http.send(.get("/v1/x"), to: .profile)
            }
            #expect(neighbour.requests.withLock { $0.count } == 5)
            time.advance(by: .seconds(1))
            #expect(try await http.send(.get("/v1/x"), to: .profile).status == 200)
            #expect(try await http.send(.get("/v1/x"), to: .profile).status == 200)
        }
    }

    @Test("to nobody end as unreachable")
    func unreachable() async throws {
        let neighbour = Neighbour([(.ok, [:], "{}")])
        try await withCalls(neighbour) { http, _ async throws in
            let error = await #expect(throws: ServiceCallError.self) { try await http.send(.get("/v1/x"), to: .content) }
            #expect(error == .unreachable(.content, reason: "no address is set"))
            #expect(error?.problem.status == .serviceUnavailable)
        }
    }

    @Test("to an address where nobody listens fail at once, long before their time is up")
    func nobodyListens() async throws {
        let time = ManualTime(.epoch)
        let address = try #require(URL(string: "http://127.0.0.1:1"))
        let http = ServiceHTTP(
            tokens: await ServiceTokens(issuer: .journey, secret: Self.secret, clock: time.clock), neighbours: [.content: address],
            clock: time.clock,
            retries: .never, logger: LogCapture().logger())
        var call = ServiceCall.get("/v1/x")
        call.timeout = .seconds(120)
        let start = ContinuousClock.now
        await #expect(throws: ServiceCallError.self) { try await http.send(call, to: .content) }
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test("write every character of a path or query safely")
    func encoding() {
        #expect(
            ServiceCall.path("/v1/x", query: [("identity", "email:a+b@c.kr"), ("after", nil)]) == "/v1/x?identity=email%3Aa%2Bb%40c.kr")
        #expect(PercentEncoding.encoded("가 /?") == "%EA%B0%80%20%2F%3F")
    }

    @Test("pause between a moment and a bound that doubles, at least as long as the neighbour asked")
    func pauses() {
        let policy = RetryPolicy(pauseMin: .milliseconds(50), pauseMax: .seconds(2))
        #expect(policy.pause(afterAttempt: 1, retryAfter: nil, jitter: 1) == .milliseconds(100))
        #expect(policy.pause(afterAttempt: 3, retryAfter: nil, jitter: 0) == .zero)
        #expect(policy.pause(afterAttempt: 10, retryAfter: nil, jitter: 1) == .seconds(2))
        #expect(policy.pause(afterAttempt: 1, retryAfter: .seconds(1), jitter: 0) == .seconds(1))
    }
}
