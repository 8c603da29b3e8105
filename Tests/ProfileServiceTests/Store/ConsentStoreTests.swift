import CommonModels
import HTTPTypes
import HummingbirdTesting
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Consents")
struct ConsentStoreTests {
    private func proof(_ world: ProfileWorld) async throws -> [String] {
        try await world.database.read { tx in
            try tx.rows("SELECT status, channel, text_version, at FROM consent_record ORDER BY record_id").map {
                let second = (try $0.instant("at") - ProfileWorld.start).components.seconds
                return "\(try $0.text("status")) \(try $0.text("channel")) \(try $0.textOrNull("text_version") ?? "") @\(second)"
            }
        }
    }

    private func present(_ world: ProfileWorld) async throws -> [String] {
        try await world.person("userId:kim")?.consents.map { "\($0.purpose.rawValue) \($0.channel.rawValue) \($0.status.rawValue)" } ?? []
    }

    @Test("every statement stays as proof; per purpose and channel the latest one counts", arguments: TestEngine.available)
    func latest(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(Calls.consent("granted", ["userId": "kim"], at: 10, text: "v1"))
            try await world.ingest(
                Calls.consent("withdrawn", ["userId": "kim"], at: 20), Calls.consent("granted", ["userId": "kim"], at: 15, channel: "push"))
            #expect(try await present(world) == ["marketing email withdrawn", "marketing push granted"])
            // A statement that arrives late is proof as well, but what was said after it counts.
            try await world.ingest(Calls.consent("granted", ["userId": "kim"], at: 12, text: "v0"))
            #expect(try await present(world) == ["marketing email withdrawn", "marketing push granted"])
            try await world.ingest(Calls.consent("denied", ["userId": "kim"], at: 20))
            #expect(try await present(world).first == "marketing email denied", "at equal times the later arrival")
            #expect(
                try await proof(world) == [
                    "granted email v1 @10", "withdrawn email 2026-01 @20", "granted push 2026-01 @15", "granted email v0 @12",
                    "denied email 2026-01 @20",
                ])
        }
    }

    @Test("several statements of one transaction count in the order of their times", arguments: TestEngine.available)
    func together(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            let who: KeyValuePairs<String, String> = ["userId": "kim"]
            try await world.ingest(
                Calls.consent("granted", who, at: 30), Calls.consent("withdrawn", who, at: 10), Calls.consent("denied", who, at: 20))
            #expect(try await present(world) == ["marketing email granted"])
            #expect(try await proof(world).count == 3)
        }
    }

    @Test("a merge keeps both proofs, and the later of two statements", arguments: TestEngine.available)
    func merged(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(
                Calls.consent("granted", ["userId": "kim"], at: 10), Calls.consent("granted", ["userId": "kim"], at: 40, channel: "sms"))
            try await world.ingest(
                Calls.consent("withdrawn", ["anonymousId": "phone"], at: 20),
                Calls.consent("denied", ["anonymousId": "phone"], at: 30, channel: "sms"),
                Calls.consent("granted", ["anonymousId": "phone"], at: 5, channel: "push"))
            try await world.ingest(Calls.track("Sign In", ["userId": "kim", "anonymousId": "phone"], at: 50))
            #expect(try await present(world) == ["marketing email withdrawn", "marketing push granted", "marketing sms granted"])
            #expect(try await proof(world).count == 5)
            #expect(try await world.number("SELECT count(*) AS n FROM consent") == 3, "nothing is left behind under the old id")
        }
    }

    @Test("what a visitor said counts for who they turn out to be, also when both arrive together", arguments: TestEngine.available)
    func mergedTogether(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(
                Calls.consent("granted", ["userId": "kim"], at: 10), Calls.consent("granted", ["userId": "kim"], at: 10, channel: "sms"))
            try await world.ingest(
                Calls.consent("granted", ["anonymousId": "phone"], at: 15), Calls.consent("withdrawn", ["anonymousId": "phone"], at: 20),
                Calls.consent("denied", ["anonymousId": "phone"], at: 5, channel: "sms"),
                Calls.track("Sign In", ["userId": "kim", "anonymousId": "phone"], at: 30))
            #expect(try await present(world) == ["marketing email withdrawn", "marketing sms granted"])
            #expect(try await proof(world).count == 5)
            #expect(try await world.number("SELECT count(*) AS n FROM consent") == 2, "nothing is left behind under the old id")
        }
    }

    @Test("a statement by the API is proof, present state, timeline and feed at once", arguments: TestEngine.available)
    func byAPI(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { app in
            let call: JSONValue = ["type": "track", "event": "View", "userId": "kim", "messageId": "m1"]
            try await app.post("/v1/batch", ["batch": [call]], key: app.keys.write)
            let found = try await app.get("/v1/profiles?identity=userId:kim").json
            let id = try #require(found["items"]?.arrayValue?.first?["id"]?.stringValue)
            let statement: JSONValue = ["purpose": "marketing", "channel": "email", "status": "withdrawn", "textVersion": "v2"]
            let answer = try await app.post("/v1/profiles/\(id)/consents", statement)
            #expect(answer.status == .created)
            #expect(try answer.json.arrayValue?.first?["status"] == "withdrawn")
            let timeline = try await app.get("/v1/profiles/\(id)/timeline").json["items"]?.arrayValue ?? []
            #expect(timeline.first?["name"] == "Consent Updated" && timeline.first?["properties"]?["text_version"] == "v2")
            let proofs = try await app.database.read { tx in
                try tx.row("SELECT count(*) AS n FROM consent_record WHERE profile_id = $1 AND event_id IS NOT NULL", [id])?.integer("n")
            }
            #expect(proofs == 1)
            let feed = try await app.get("/v1/feed").json.arrayValue ?? []
            #expect(feed.suffix(2).compactMap { $0["data"]?["consents"]?.arrayValue?.first?["status"]?.stringValue } == ["withdrawn"])
            let wrong: JSONValue = ["purpose": "marketing", "channel": "email", "status": "unknown"]
            #expect(try await app.post("/v1/profiles/\(id)/consents", wrong).status == .unprocessableContent)
        }
    }
}
