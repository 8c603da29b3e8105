import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ProfileService
import ServiceKit
import TestFixtures
import Testing

@Suite("Bad input to the tracking API")
struct BadInputTests {
    /// An event that cannot be taken, and how that is told.
    struct Bad: Sendable, CustomTestStringConvertible {
        let event: String
        let code: String
        let pointer: String

        var testDescription: String { code + pointer }
    }

    private static let bad: [Bad] = [
        Bad(event: #"{"type":"buy","userId":"u"}"#, code: "unknown-type", pointer: "/type"),
        Bad(event: #"{"userId":"u"}"#, code: "missing-field", pointer: "/type"),
        Bad(event: #"{"type":"track","userId":"u"}"#, code: "missing-field", pointer: "/event"),
        Bad(event: #"{"type":"track","event":"A"}"#, code: "missing-field", pointer: "/userId"),
        Bad(event: #"{"type":"alias","userId":"u"}"#, code: "missing-field", pointer: "/previousId"),
        Bad(event: #"{"type":"group","userId":"u"}"#, code: "missing-field", pointer: "/groupId"),
        Bad(event: #"{"type":"track","event":7.5,"userId":"u"}"#, code: "wrong-type", pointer: "/event"),
        Bad(event: #"{"type":"track","event":"A","userId":["u"]}"#, code: "wrong-type", pointer: "/userId"),
        Bad(event: #"{"type":"track","event":"A","userId":"u","properties":"none"}"#, code: "wrong-type", pointer: "/properties"),
        Bad(event: #"{"type":"track","event":"A","userId":"u","timestamp":"yesterday"}"#, code: "unreadable-time", pointer: "/timestamp"),
        Bad(
            event: #"{"type":"track","event":"A","userId":"u","timestamp":"2126-01-01T00:00:00Z"}"#, code: "in-the-future",
            pointer: "/timestamp"),
        Bad(
            event: #"{"type":"track","event":"A","userId":"u","timestamp":"1969-12-31T23:59:59Z"}"#, code: "too-ancient",
            pointer: "/timestamp"),
        Bad(
            event: #"{"type":"track","event":"\#(String(repeating: "e", count: 256))","userId":"u"}"#, code: "too-long", pointer: "/event"),
        Bad(event: "7", code: "not-an-object", pointer: ""),
        Bad(event: #"{"type":"track","event":"A","userId":"u\u0000v"}"#, code: "nul-character", pointer: ""),
        Bad(event: #"{"type":"identify","userId":"u","traits":{"email":"a\u0000@b.kr"}}"#, code: "nul-character", pointer: ""),
        Bad(event: #"{"type":"page","userId":"u","properties":{"x":1e400}}"#, code: "number-out-of-range", pointer: ""),
        Bad(event: #"{"type":"track","event":"A","userId":"u","context":{"a":[-1E+999]}}"#, code: "number-out-of-range", pointer: ""),
        Bad(
            event: #"{"type":"track","event":"A","userId":"u","properties":{"n":\#(String(repeating: "9", count: 400))}}"#,
            code: "number-out-of-range", pointer: ""),
        Bad(
            event: #"{"type":"track","event":"A","userId":"u","properties":{"x":"\#(String(repeating: "x", count: 33 * 1_024))"}}"#,
            code: "too-large", pointer: ""),
    ]

    @Test("is named event by event and kept, while the events beside it are stored once", arguments: TestEngine.available)
    func batch(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let log = TrackingLog(installation: installation)
            var good: [String] = []
            for (number, bad) in Self.bad.enumerated() {
                good += ["before-\(number)", "after-\(number)"]
                let body = "{\"batch\":[\(Self.event(good[good.count - 2])),\(bad.event),\(Self.event(good[good.count - 1]))]}"
                let answer = try await Self.send(body, to: "/v1/batch", installation)
                #expect(answer.status == .ok, "\(bad.testDescription)")
                let refused = try #require(try answer.json["rejected"]?.arrayValue)
                #expect(refused.map { $0["code"] } == [.string(bad.code)])
                #expect(refused.first?["pointer"] == .string("/batch/1" + bad.pointer))
                #expect(try answer.json["accepted"] == 2)
            }
            #expect(try await log.messages() == good)
            let refusals = try await log.refusals()
            #expect(refusals.reversed().map(\.code) == Self.bad.map(\.code))
            #expect(refusals.reversed().map(\.pointer) == Self.bad.map(\.pointer))
            let count = Int64(Self.bad.count)
            #expect(try await log.counts() == (2 * count, 0, count))
        }
    }

    @Test("in company of its like is named by its own place, and kept as it was sent", arguments: TestEngine.available)
    func places(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let body = "{\"batch\":[\(([Self.event("first")] + Self.bad.map(\.event)).joined(separator: ","))]}"
            let key = try installation.keys.server(.ingest)
            let answer = try await installation.send(
                .post, "/v1/batch", key: key, headers: [.contentType: "application/json"], body: ByteBuffer(string: body))
            let refused = try answer.json["rejected"]?.arrayValue ?? []
            // A server's key may send the largest of them.
            let small = Self.bad.filter { $0.code != "too-large" }
            #expect(refused.map { $0["code"]?.stringValue } == small.map(\.code))
            #expect(
                refused.map { $0["pointer"]?.stringValue } == small.enumerated().map { "/batch/\($0.offset + 1)\($0.element.pointer)" })
            let kept = try await TrackingLog(installation: installation).refusals()
            #expect(kept.reversed().map(\.payload) == small.map(\.event))
        }
    }

    @Test("alone is a 400 problem that Segment's clients can read, and is counted", arguments: TestEngine.available)
    func alone(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            for bad in Self.bad {
                let answer = try await Self.send("{\"batch\":[\(bad.event)]}", to: "/v1/batch", installation)
                Self.expect(answer, .badRequest, "event-not-acceptable", "\(bad.testDescription)")
                #expect(try answer.json["errors"]?.arrayValue?.map { $0["pointer"] } == [.string("/batch/0" + bad.pointer)])
            }
            let log = TrackingLog(installation: installation)
            #expect(try await log.messages().isEmpty)
            #expect(try await log.counts() == (0, 0, Int64(Self.bad.count)))
            let counted = #"maru_http_requests_total{method="POST",route="/v1/batch",status="400"} \#(Self.bad.count)"#
            #expect(installation.metrics.text().contains(counted))
        }
    }

    @Test(
        "that cannot be read at all is a 400 problem",
        arguments: [
            ("/v1/track", "", "malformed-json"), ("/v1/track", "{\"event\":", "malformed-json"),
            ("/v1/batch", "nonsense", "malformed-json"),
            ("/v1/batch", "[]", "malformed-json"), ("/v1/batch", "{}", "bad-request"), ("/v1/batch", "{\"batch\":5}", "bad-request"),
            ("/v1/batch", "{\"batch\":[" + String(repeating: "0,", count: 5_000) + "0]}", "bad-request"),
            ("/v1/batch", "{\"batch\":[],\"context\":{\"x\":\"" + String(repeating: "x", count: 501 * 1_024) + "\"}}", "too-large"),
            (
                "/v1/batch",
                #"{"batch":[{"type":"track","event":"A","userId":"u"}],"context":{"x":"\#(String(repeating: "x", count: 33 * 1_024))"}}"#,
                "bad-request"
            ),
        ])
    func unreadable(path: String, body: String, type: String) async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            let answer = try await Self.send(body, to: path, installation)
            Self.expect(answer, .badRequest, type, "\(path) \(body.prefix(40))")
        }
    }

    @Test("of an unknown, foreign or expired credential is a 401 and stores nothing")
    func credentials() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            let event = Self.event("m")
            let token = try await installation.token(of: .journey)
            installation.time.advance(by: .seconds(61))
            for key in [nil, "maru_wk_unknown", token] {
                let answer = try await installation.send(
                    .post, "/v1/track", key: key, headers: [.contentType: "application/json"], body: ByteBuffer(string: event))
                Self.expect(answer, .unauthorized, "unauthenticated", key ?? "no key")
            }
            let inBody = try await installation.send(
                .post, "/v1/batch", key: nil, body: ByteBuffer(string: "{\"batch\":[\(event)],\"writeKey\":\"maru_wk_unknown\"}"))
            Self.expect(inBody, .unauthorized, "unauthenticated", "writeKey")
            #expect(try await installation.send(.get, "/v1/profiles", key: token).problem == "expired")
            #expect(try await installation.send(.get, "/v1/profiles", key: installation.keys.write).problem == "forbidden")
            let reader = try installation.keys.server(.profileRead)
            let forbidden = try await installation.send(.post, "/v1/track", key: reader, body: ByteBuffer(string: event))
            Self.expect(forbidden, .forbidden, "forbidden", "a key that may only read")
            #expect(try await TrackingLog(installation: installation).messages().isEmpty)
        }
    }

    @Test("to no route is a 404, by another method a 405 that names the right one")
    func routes() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            #expect(try await installation.post("/v1/buy", [:]).problem == "unknown-route")
            let wrong = try await installation.get("/v1/batch")
            Self.expect(wrong, .methodNotAllowed, "method-not-allowed", "GET /v1/batch")
            #expect(wrong.headers[.allow] == "POST")
        }
    }

    private static func event(_ id: String) -> String {
        #"{"type":"track","event":"Visit","messageId":"\#(id)","userId":"good","properties":{"path":"C:\\u0000"}}"#
    }

    private static func send(_ body: String, to path: String, _ installation: TestInstallation) async throws -> TestResponse {
        try await installation.send(
            .post, path, key: installation.keys.write, headers: [.contentType: "application/json"], body: ByteBuffer(string: body))
    }

    /// RFC 9457 with `code` and `message`, as Segment's clients read refusals.
    private static func expect(
        _ answer: TestResponse, _ status: HTTPResponse.Status, _ type: String, _ comment: String,
        at location: SourceLocation = #_sourceLocation
    ) {
        #expect(answer.status == status, "\(comment)", sourceLocation: location)
        #expect(answer.problem == type, "\(comment)", sourceLocation: location)
        let json = try? answer.json
        #expect(json?["code"]?.stringValue == type, "\(comment)", sourceLocation: location)
        #expect(json?["message"]?.stringValue?.isEmpty == false, "\(comment)", sourceLocation: location)
    }
}
