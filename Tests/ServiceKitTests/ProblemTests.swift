import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import TestFixtures
import Testing

@Suite("problems")
struct ProblemTests {
    @Test(
        "a body that cannot be read is a 400 or 422 with a pointer",
        arguments: [
            ("", 400, "malformed-json", nil), ("{", 400, "malformed-json", nil), (#"{"title":"a"} x"#, 400, "malformed-json", nil),
            (#"{"title":1}"#, 422, "validation", "/title"), (#"{}"#, 422, "validation", "/title"),
            (#"{"title":"a","stars":"b"}"#, 422, "validation", "/stars"), (#"[1]"#, 422, "validation", ""),
            (String(repeating: "[", count: 40) + String(repeating: "]", count: 40), 400, "malformed-json", nil),
        ] as [(String, Int, String, String?)])
    func badBodies(body: String, status: Int, type: String, pointer: String?) async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            let answer = try await here.send(.post, "/v1/notes", key: here.keys.admin, body: ByteBuffer(string: body))
            #expect(answer.status.code == status)
            #expect(answer.problem == type)
            #expect(try answer.json["status"]?.intValue == Int64(status))
            if let pointer { #expect(try answer.json["errors"]?.arrayValue?.first?["pointer"]?.stringValue == pointer) }
        }
    }

    @Test("an unknown route is a 404, a known path with another method a 405 that names the methods")
    func unknownRoutes() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            #expect(try await here.get("/v1/nothing").problem == "unknown-route")
            let wrong = try await here.send(.delete, "/v1/notes/7", key: here.keys.admin)
            #expect(wrong.status == .methodNotAllowed)
            #expect(wrong.headers[.allow] == "GET, HEAD, PUT")
            let literal = try await here.send(.delete, "/v1/notes/jobs", key: here.keys.admin, headers: [.idempotencyKey: ""])
            #expect(literal.status == .methodNotAllowed && literal.headers[.allow] == "POST")
            #expect(try await here.get("/v1/notes/7").problem == "not-found")
        }
    }

    @Test("a NUL, which no database holds as text, is refused in address, body and form")
    func nul() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            #expect(try await here.get("/v1/notes?after=a%00b").problem == "bad-request")
            let note = try await here.post("/v1/notes", ["title": "a\0b"])
            #expect(note.status == .unprocessableContent)
            #expect(try note.json["errors"]?.arrayValue?.first?["pointer"] == "/title")
            #expect(try await here.post("/v1/notes", ["title": "a\\u0000b"]).status == .created)
            var form = try await here.session(of: [.coeLead])
            form[.contentType] = "application/x-www-form-urlencoded"
            let renamed = try await here.send(.post, "/ui/segment/rename", key: nil, headers: form, body: .init(string: "title=a%00b"))
            #expect(renamed.status == .badRequest)
        }
    }

    @Test("an error nobody foresaw is logged in full and answered with nothing but `internal`")
    func unknownErrors() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            let answer = try await here.get("/v1/fail/unknown")
            #expect(answer.status == .internalServerError)
            #expect(answer.problem == "internal")
            #expect(!answer.text.contains("NoteFailure"))
            #expect(here.logs.logged.contains("NoteFailure"))
            let request = try #require(answer.headers[.requestID])
            #expect(answer.text.contains(request))
            #expect(here.logs.logged.contains(request))
        }
    }

    @Test("storage that is away is a 503 with whole seconds to wait")
    func storageAway() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            let answer = try await here.get("/v1/fail/storage")
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.headers[.retryAfter].flatMap { Int($0) } == 5)
            #expect(!answer.text.contains("disk"))
        }
    }

    @Test("a path with a standard of its own refuses in the standard's shape, whoever refuses")
    func shapes() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            let anonymous = try await here.send(.get, "/ofrep/v1/flag", key: nil)
            #expect(anonymous.status == .unauthorized)
            #expect(try anonymous.json["errorDetails"] != nil)
            let missing = try await here.get("/ofrep/v1/none")
            #expect(missing.status == .notFound)
            #expect(try missing.json["errorDetails"] != nil)
        }
    }

    @Test("an edit needs the version that was read")
    func ifMatch() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            #expect(try await here.post("/v1/notes/1", [:], method: .put).problem == "precondition-required")
            let stale = try await here.post("/v1/notes/1", [:], method: .put, headers: [.ifMatch: "\"2\""])
            #expect(stale.problem == "precondition-failed")
            #expect(stale.headers[.eTag] == "\"3\"")
            #expect(try await here.post("/v1/notes/1", [:], method: .put, headers: [.ifMatch: "\"3\""]).status == .ok)
            #expect(try await here.post("/v1/notes/1", [:], method: .put, headers: [.ifMatch: "*"]).status == .ok)
        }
    }

    @Test("pages have a limit, and a wrong one is refused")
    func paging() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            for title in ["a", "b", "c"] { try await here.post("/v1/notes", ["title": .string(title)]) }
            let page = try await here.get("/v1/notes?limit=2").json
            #expect(page["items"] == ["a", "b"])
            #expect(page["next"] == "b")
            let whole = try await here.get("/v1/notes").json
            #expect(whole == ["items": ["a", "b", "c"]])
            for wrong in ["0", "1001", "x", "-1"] { #expect(try await here.get("/v1/notes?limit=\(wrong)").status == .badRequest) }
        }
    }
}
