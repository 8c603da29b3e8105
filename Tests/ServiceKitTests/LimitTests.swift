import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import TestFixtures
import Testing

@Suite("limits")
struct LimitTests {
    @Test("a body over the limit is refused, with and without a stated length, and at once")
    func tooLarge() async throws {
        try await TestInstallation.of(SampleService.self, variables: ["MARU_BODY_BYTES": "1024"]) { here async throws in
            let body = ByteBuffer(string: #"{"title":"\#(String(repeating: "a", count: 2_000))"}"#)
            let answer = try await here.send(.post, "/v1/notes", key: here.keys.admin, body: body)
            #expect(answer.status == .contentTooLarge)
            #expect(answer.problem == "too-large")
            #expect(try answer.json["maxBytes"] == 1024)
        }
    }

    @Test("a gzip body is read, and one that grows past the limit is refused")
    func gzip() async throws {
        try await TestInstallation.of(SampleService.self, variables: ["MARU_BODY_BYTES": "100000"]) { here async throws in
            let small = try Gzip.compressed(#"{"title":"zipped"}"#)
            let headers: HTTPFields = [.contentEncoding: "gzip"]
            let answer = try await here.send(.post, "/v1/notes", key: here.keys.admin, headers: headers, body: small)
            #expect(answer.status == .created)
            let bomb = try Gzip.compressed(#"{"title":"\#(String(repeating: "a", count: 10_000_000))"}"#)
            #expect(bomb.readableBytes < 100_000)
            let refused = try await here.send(.post, "/v1/notes", key: here.keys.admin, headers: headers, body: bomb)
            #expect(refused.status == .contentTooLarge)
            let broken = try await here.send(
                .post, "/v1/notes", key: here.keys.admin, headers: headers, body: ByteBuffer(string: "no gzip"))
            #expect(broken.status == .badRequest)
            let other = try await here.send(
                .post, "/v1/notes", key: here.keys.admin, headers: [.contentEncoding: "br"], body: small)
            #expect(other.status == .unsupportedMediaType)
        }
    }

    @Test("a key over its rate gets 429 with whole seconds, others go on, and it recovers with time")
    func rate() async throws {
        try await TestInstallation.of(SampleService.self, variables: ["MARU_RATE_KEY": "2"]) { here async throws in
            let other = try here.keys.server(.segmentRead)
            for _ in 1...4 { #expect(try await here.get("/v1/notes").status == .ok) }
            let refused = try await here.get("/v1/notes")
            #expect(refused.status == .tooManyRequests)
            #expect(refused.headers[.retryAfter] == "1")
            #expect(try await here.send(.get, "/v1/notes", key: other).status == .ok)
            here.time.advance(by: .seconds(1))
            #expect(try await here.get("/v1/notes").status == .ok)
        }
    }

    @Test("a neighbour over its rate gets 429, whatever token it shows, and keys go on")
    func neighbourRate() async throws {
        try await TestInstallation.of(SampleService.self, variables: ["MARU_RATE_KEY": "2"]) { here async throws in
            let tokens = [try await here.token(of: .decision), try await here.token(of: .decision)]
            for turn in 0..<4 { #expect(try await here.send(.get, "/v1/notes", key: tokens[turn % 2]).status == .ok) }
            for token in tokens { #expect(try await here.send(.get, "/v1/notes", key: token).status == .tooManyRequests) }
            #expect(try await here.get("/v1/notes").status == .ok)
        }
    }

    @Test("a connection that says nothing is closed, and no more are open than stated")
    func connections() throws {
        let config = ["MARU_CONNECTIONS": "16", "MARU_IDLE_SECONDS": "5"]
        let settings = try ServiceSettings(.segment, config: ServiceConfiguration.reader(variables: config))
        #expect(settings.limits.connectionsMax == 16 && settings.limits.idleSecondsMax == 5)
        #expect(throws: SettingsError.self) {
            try ServiceSettings(.segment, config: ServiceConfiguration.reader(variables: ["MARU_CONNECTIONS": "1"]))
        }
    }

    @Test("whoever keeps guessing keys is slowed down")
    func guessing() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            for _ in 1...20 {
                let answer = try await here.send(.get, "/v1/notes", key: KeySecret.generate(.server).text)
                #expect(answer.status == .unauthorized)
            }
            let slowed = try await here.send(.get, "/v1/notes", key: KeySecret.generate(.server).text)
            #expect(slowed.status == .tooManyRequests)
            #expect(try await here.get("/v1/notes").status == .ok)
        }
    }

    @Test("a bucket gives back its tokens steadily and never more than its burst")
    func bucket() {
        let start = Instant(secondsSince1970: 1_000)
        let bucket = TokenBucket(perSecond: 10, burst: 3, at: start)
        #expect((1...4).map { _ in bucket.take(at: start) } == [nil, nil, nil, 1])
        #expect(bucket.take(at: start + .milliseconds(100)) == nil)
        #expect((1...4).map { _ in bucket.take(at: start + .hours(1)) } == [nil, nil, nil, 1])
        #expect(bucket.take(at: start) == 1)
    }
}
