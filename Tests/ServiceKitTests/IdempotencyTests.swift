import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import StorageKit
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
            let first = try await pass(store)
            #expect(try await store.begin(scope: "s", key: "k", bodyHash: [1]) == .running)
            #expect(try await store.begin(scope: "s", key: "k", bodyHash: [2]) == .otherBody)
            time.advance(by: IdempotencyStore.runningMax)
            let second = try await pass(store)
            #expect(second != first)
            let answer = StoredAnswer(status: 201, headers: ["location": "/x"], body: [1, 2])
            try await store.finish(second, answer: answer)
            #expect(try await store.begin(scope: "s", key: "k", bodyHash: [1]) == .answered(answer))
            time.advance(by: IdempotencyStore.keptFor)
            #expect(try await store.removeExpired() == 1)
            _ = try await pass(store, body: [2])
        }
    }

    @Test("what was changed before the process died is not changed again, and the caller is told", arguments: TestEngine.available)
    func crash(engine: TestEngine) async throws {
        try await withNotes(engine) { store, time, database in
            let pass = try await pass(store)
            try await IdempotencyPass.$current.withValue(pass) { try await add(1, to: KeyedDatabase(database)) }
            // Here the process dies: the answer is never kept.
            time.advance(by: IdempotencyStore.runningMax)
            #expect(try await store.begin(scope: "s", key: "k", bodyHash: [1]) == .unanswered)
            #expect(try await count(database) == 1)
        }
    }

    @Test("a change that was rolled back leaves the key free", arguments: TestEngine.available)
    func rollback(engine: TestEngine) async throws {
        struct Refusal: Error {}
        try await withNotes(engine) { store, time, database in
            let first = try await pass(store)
            await #expect(throws: Refusal.self) {
                try await IdempotencyPass.$current.withValue(first) {
                    try await KeyedDatabase(database).write { tx in
                        _ = try tx.execute("INSERT INTO keyed_note (id) VALUES (1)")
                        throw Refusal()
                    }
                }
            }
            try await store.release(first)
            _ = try await pass(store)
        }
    }

    @Test("an attempt that was taken for dead changes nothing when it comes back", arguments: TestEngine.available)
    func fenced(engine: TestEngine) async throws {
        try await withNotes(engine) { store, time, database in
            let slow = try await pass(store)
            time.advance(by: IdempotencyStore.runningMax)
            let next = try await pass(store)
            await #expect(throws: Problem.self) {
                try await IdempotencyPass.$current.withValue(slow) { try await add(1, to: KeyedDatabase(database)) }
            }
            try await IdempotencyPass.$current.withValue(next) { try await add(2, to: KeyedDatabase(database)) }
            #expect(try await count(database) == 1)
        }
    }

    private func withNotes(_ engine: TestEngine, _ body: (IdempotencyStore, ManualTime, any Database) async throws -> Void) async throws {
        let notes = MigrationSet(component: "keyed", steps: [Migration(1, "notes", ["CREATE TABLE keyed_note (id BIGINT PRIMARY KEY)"])])
        try await engine.withDatabase([IdempotencyStore.migrations, notes]) { database in
            let time = ManualTime(TestInstallation.start)
            try await body(IdempotencyStore(database: database, clock: time.clock), time, database)
        }
    }

    private func pass(_ store: IdempotencyStore, body: [UInt8] = [1]) async throws -> IdempotencyPass {
        let claim = try await store.begin(scope: "s", key: "k", bodyHash: body)
        guard case .run(let pass) = claim else { throw StorageError.malformed("not to be run: \(claim)") }
        return pass
    }

    private func add(_ id: Int64, to database: KeyedDatabase) async throws {
        try await database.write { tx in _ = try tx.execute("INSERT INTO keyed_note (id) VALUES ($1)", [id]) }
    }

    private func count(_ database: any Database) async throws -> Int64? {
        try await database.read { tx in try tx.row("SELECT COUNT(*) AS n FROM keyed_note")?.integer("n") }
    }
}
