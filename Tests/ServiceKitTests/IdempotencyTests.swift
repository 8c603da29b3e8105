import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import TestFixtures
import Testing

@Suite("idempotency keys")
struct IdempotencyTests {
    @Test("the same key and body is answered the same and done once", arguments: TestEngine.available)
    func replay(engine: TestEngine) async throws {
        try await TestInstallation.of(SampleService.self, engine: engine) { here async throws in
            let headers: HTTPFields = [.idempotencyKey: "k1"]
            let first = try await here.post("/v1/notes", ["title": "a"], headers: headers)
            let second = try await here.post("/v1/notes", ["title": "a"], headers: headers)
            #expect(first.status == .created && second.status == .created)
            #expect(second.text == first.text)
            #expect(second.headers[.location] == "/v1/notes/1")
            #expect(second.headers[.idempotencyReplayed] == "true")
            #expect(try await here.get("/v1/notes").json["items"] == ["a"])
        }
    }

    @Test("the same key with another body is refused", arguments: TestEngine.available)
    func otherBody(engine: TestEngine) async throws {
        try await TestInstallation.of(SampleService.self, engine: engine) { here async throws in
            try await here.post("/v1/notes", ["title": "a"], headers: [.idempotencyKey: "k1"])
            let other = try await here.post("/v1/notes", ["title": "b"], headers: [.idempotencyKey: "k1"])
            #expect(other.status == .unprocessableContent)
            #expect(other.problem == "idempotency-mismatch")
        }
    }

    @Test("a request that failed gives its key back", arguments: TestEngine.available)
    func failure(engine: TestEngine) async throws {
        try await TestInstallation.of(SampleService.self, engine: engine) { here async throws in
            let headers: HTTPFields = [.idempotencyKey: "k1"]
            #expect(try await here.post("/v1/notes", ["title": "fail"], headers: headers).status == .internalServerError)
            #expect(try await here.post("/v1/notes", ["title": "a"], headers: headers).status == .created)
        }
    }

    @Test("keys of two principals are two keys")
    func principals() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            let other = try here.keys.server(.segmentWrite)
            try await here.post("/v1/notes", ["title": "a"], headers: [.idempotencyKey: "k1"])
            try await here.post("/v1/notes", ["title": "a"], key: other, headers: [.idempotencyKey: "k1"])
            #expect(try await here.get("/v1/notes").json["items"] == ["a", "a"])
        }
    }

    @Test("a second request while the first runs gets 409, and goes on when the first died", arguments: TestEngine.available)
    func running(engine: TestEngine) async throws {
        try await engine.withDatabase([IdempotencyStore.migrations]) { database in
            let time = ManualTime(TestInstallation.start)
            let store = IdempotencyStore(database: database, clock: time.clock)
            #expect(try await store.begin(scope: "s", key: "k", bodyHash: [1]) == .run)
            #expect(try await store.begin(scope: "s", key: "k", bodyHash: [1]) == .running)
            #expect(try await store.begin(scope: "s", key: "k", bodyHash: [2]) == .otherBody)
            time.advance(by: IdempotencyStore.runningMax)
            #expect(try await store.begin(scope: "s", key: "k", bodyHash: [1]) == .run)
            let answer = StoredAnswer(status: 201, headers: ["location": "/x"], body: [1, 2])
            try await store.finish(scope: "s", key: "k", answer: answer)
            #expect(try await store.begin(scope: "s", key: "k", bodyHash: [1]) == .answered(answer))
            time.advance(by: IdempotencyStore.keptFor)
            #expect(try await store.removeExpired() == 1)
            #expect(try await store.begin(scope: "s", key: "k", bodyHash: [2]) == .run)
        }
    }
}
