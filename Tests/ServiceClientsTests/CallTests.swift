import CommonModels
import Foundation
import HTTPTypes
import Logging
import ServiceClients
import ServiceKit
import TestFixtures
import Testing

@Suite("calls to neighbours")
struct CallTests {
    @Test("carry our token for the neighbour, and the trace of the request we serve")
    func headers() async throws {
        let neighbour = ScriptedNeighbour([.ok])
        try await neighbour.withCalls(as: .profile) { http, time async throws in
            let trace = TraceSource().root()
            _ = try await TraceContext.$current.withValue(trace) { try await http.send(.get("/v1/x"), to: .profile) }
            let seen = try #require(neighbour.calls.first?.headers)
            let token = (seen[.authorization] ?? "").dropFirst("Bearer ".count)
            let verifier = await ServiceTokens(issuer: .profile, secret: ScriptedNeighbour.secret, clock: time.clock)
            #expect(try await verifier.verify(String(token)).caller == .journey)
            let sent = TraceContext(traceparent: seen[HTTPField.Name(constant: "traceparent")] ?? "")
            #expect(sent?.traceID == trace.traceID && sent?.span != trace.span)
        }
    }

    @Test("that are safe to repeat are repeated when the neighbour is away for a moment")
    func retries() async throws {
        let neighbour = ScriptedNeighbour([
            .init(.serviceUnavailable, [.retryAfter: "1"]), .init(.badGateway), .init(.ok, [:], #"{"a":1}"#),
        ])
        try await neighbour.withCalls(as: .profile) { http, _ async throws in
            let answer = try await http.send(.post("/v1/x", json: [:], idempotencyKey: "k"), to: .profile)
            #expect(try answer.json(from: .profile) == ["a": 1])
            #expect(neighbour.calls.map { $0.headers[.idempotencyKey] } == ["k", "k", "k"])
        }
    }

    @Test("that are not safe to repeat are tried once")
    func noRetry() async throws {
        let neighbour = ScriptedNeighbour([.init(.serviceUnavailable), .ok])
        try await neighbour.withCalls(as: .profile) { http, _ async throws in
            await #expect(throws: ServiceCallError.refused(.profile, status: 503, problem: nil)) {
                try await http.send(.post("/v1/x", json: [:]), to: .profile)
            }
        }
    }

    @Test("that are refused are not repeated and tell the neighbour's problem")
    func refused() async throws {
        let neighbour = ScriptedNeighbour([.problem(.unprocessableContent, "validation")])
        try await neighbour.withCalls(as: .profile) { http, _ async throws in
            await #expect(throws: ServiceCallError.refused(.profile, status: 422, problem: "urn:maru:problem:validation")) {
                try await http.send(.get("/v1/x"), to: .profile)
            }
            #expect(neighbour.calls.count == 1)
        }
    }

    @Test("rest after failures in a row, try again once after a while, and go on when that succeeds")
    func circuit() async throws {
        let neighbour = ScriptedNeighbour([
            .init(.badGateway), .init(.badGateway), .init(.badGateway), .init(.badGateway), .init(.badGateway),
            .ok,
        ])
        try await neighbour.withCalls(as: .profile) { http, time async throws in
            for _ in 1...5 { await #expect(throws: ServiceCallError.self) { try await http.send(.post("/v1/x", json: [:]), to: .profile) } }
            await #expect(throws: ServiceCallError.resting(.profile, retryAfter: .seconds(1))) {
                try await http.send(.get("/v1/x"), to: .profile)
            }
            #expect(neighbour.calls.count == 5)
            time.advance(by: .seconds(1))
            #expect(try await http.send(.get("/v1/x"), to: .profile).status == 200)
            #expect(try await http.send(.get("/v1/x"), to: .profile).status == 200)
        }
    }

    @Test("to nobody end as unreachable")
    func unreachable() async throws {
        let neighbour = ScriptedNeighbour([.ok])
        try await neighbour.withCalls(as: .profile) { http, _ async throws in
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
            tokens: await ServiceTokens(issuer: .journey, secret: ScriptedNeighbour.secret, clock: time.clock),
            neighbours: [.content: address],
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
