import CommonModels
import HTTPTypes
import HummingbirdTesting
import ProfileDomain
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Traits")
struct TraitStoreTests {
    private func say(_ world: ProfileWorld, _ traits: JSONObject, at second: Int, source: String = "web") async throws {
        try await world.ingest(Calls.identify(["userId": "kim"], traits, at: second), source: source)
    }

    private func trait(_ world: ProfileWorld, _ name: String) async throws -> TraitView? {
        try await world.person("userId:kim")?.traits[name]
    }

    @Test("the later statement stays, in whatever order they arrive, with its time and source", arguments: TestEngine.available)
    func lastWriter(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await say(world, ["city": "Seoul", "tier": "gold"], at: 10, source: "crm")
            try await say(world, ["city": "Busan"], at: 5, source: "web")
            #expect(try await trait(world, "city") == TraitView(value: "Seoul", at: ProfileWorld.start + .seconds(10), source: "crm"))
            try await say(world, ["city": "Daegu"], at: 20, source: "app")
            #expect(try await trait(world, "city") == TraitView(value: "Daegu", at: ProfileWorld.start + .seconds(20), source: "app"))
            #expect(try await trait(world, "tier")?.source == "crm", "one trait's time says nothing of another")
            try await say(world, ["city": "Ulsan"], at: 20, source: "shop")
            #expect(try await trait(world, "city")?.value == "Ulsan", "at equal times the later arrival")
        }
    }

    @Test("null removes a trait unless something later was said", arguments: TestEngine.available)
    func removal(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await say(world, ["city": "Seoul"], at: 10)
            try await say(world, ["city": .null], at: 5)
            #expect(try await trait(world, "city")?.value == "Seoul")
            try await say(world, ["city": .null], at: 11)
            #expect(try await trait(world, "city") == nil)
            try await say(world, ["city": "Jeju"], at: 12)
            #expect(try await trait(world, "city")?.value == "Jeju")
        }
    }

    @Test("every kind of value comes back as it was stated", arguments: TestEngine.available)
    func values(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            let traits: JSONObject = [
                "text": "서울 \"quoted\" \u{1F375}", "whole": 9_007_199_254_740_993, "real": 1.5, "yes": true, "list": ["a", 1, .null],
                "nested": ["deep": ["er": false]], "empty": "",
            ]
            try await say(world, traits, at: 0)
            let kept = try await world.person("userId:kim")?.traits.mapValues(\.value)
            #expect(kept == Dictionary(uniqueKeysWithValues: traits.map { ($0.key, $0.value) }))
        }
    }

    @Test("a profile keeps 500 traits; those it has go on changing", arguments: TestEngine.available)
    func limit(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            let many = JSONObject(uniqueKeysWithValues: (0..<TraitLimits.countMax + 20).map { ("t\($0)", .integer(Int64($0))) })
            try await say(world, many, at: 0)
            try await say(world, ["one-more": true, "t0": "changed"], at: 1)
            let traits = try #require(try await world.person("userId:kim")?.traits)
            #expect(traits.count == TraitLimits.countMax && traits["one-more"] == nil && traits["t0"]?.value == "changed")
        }
    }

    @Test("a value two people share keeps its later time when they turn out to be one", arguments: TestEngine.available)
    func sameValue(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await say(world, ["city": "Seoul"], at: 10, source: "crm")
            try await world.ingest(Calls.identify(["anonymousId": "phone"], ["city": "Seoul"], at: 30), source: "app")
            try await world.ingest(Calls.track("Sign In", ["userId": "kim", "anonymousId": "phone"], at: 40))
            #expect(try await trait(world, "city") == TraitView(value: "Seoul", at: ProfileWorld.start + .seconds(30), source: "app"))
            try await say(world, ["city": "Busan"], at: 20)
            #expect(try await trait(world, "city")?.value == "Seoul", "what was said before does not come back")
        }
    }

    @Test("of two people who are one, each trait keeps its later statement", arguments: TestEngine.available)
    func merged(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await say(world, ["city": "Seoul", "tier": "gold"], at: 10, source: "crm")
            try await world.ingest(
                Calls.identify(["anonymousId": "phone"], ["city": "Busan", "tier": "none", "size": "M"], at: 5), source: "app")
            try await world.ingest(Calls.identify(["anonymousId": "phone"], ["tier": "silver"], at: 30), source: "app")
            try await world.ingest(Calls.track("Sign In", ["userId": "kim", "anonymousId": "phone"], at: 40))
            let traits = try #require(try await world.person("userId:kim")?.traits)
            #expect(traits.mapValues(\.value) == ["city": "Seoul", "tier": "silver", "size": "M"])
            #expect(traits.mapValues(\.source) == ["city": "crm", "tier": "app", "size": "app"])
        }
    }

    @Test("a trait that was removed stays so when an older statement arrives late, also through a merge", arguments: TestEngine.available)
    func tombstone(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await say(world, ["city": "Seoul"], at: 10)
            try await say(world, ["city": .null], at: 20)
            try await say(world, ["city": "Busan"], at: 15)
            #expect(try await trait(world, "city") == nil)
            try await world.ingest(Calls.identify(["anonymousId": "phone"], ["city": "Daegu"], at: 18), source: "app")
            try await world.ingest(Calls.track("Sign In", ["userId": "kim", "anonymousId": "phone"], at: 40))
            #expect(try await trait(world, "city") == nil, "the visitor said it before the removal")
            try await say(world, ["city": "Ulsan"], at: 50)
            #expect(try await trait(world, "city")?.value == "Ulsan")
        }
    }

    @Test("nested objects merge member by member, and are kept so", arguments: TestEngine.available)
    func nested(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await say(world, ["home": ["city": "Seoul", "zip": "1"]], at: 10, source: "crm")
            try await say(world, ["home": ["zip": "2", "street": "X"]], at: 20)
            try await say(world, ["home": ["city": "Busan", "zip": "0", "door": 3]], at: 5)
            #expect(try await trait(world, "home")?.value.canonical == #"{"city":"Seoul","door":3,"street":"X","zip":"2"}"#)
            try await say(world, ["home": ["door": .null]], at: 30)
            try await say(world, ["home": ["door": 4]], at: 25)
            #expect(try await trait(world, "home")?.value["door"] == nil)
        }
    }

    @Test("what the person answered is kept apart from what was observed, and counts", arguments: TestEngine.available)
    func zeroParty(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            var answer = Calls.identify(["userId": "kim"], ["skin": "dry"], at: 10).objectValue ?? [:]
            answer["context"] = ["zeroParty": true]
            try await world.ingest(.object(answer), source: "survey")
            try await say(world, ["skin": "oily"], at: 20)
            #expect(try await trait(world, "skin")?.value == "dry")
            #expect(try await trait(world, "skin")?.kind == .zeroParty)
            #expect(try await world.number("SELECT count(*) AS n FROM trait WHERE name = 'skin'") == 2)
        }
    }

    @Test("a source that ranks higher is not replaced by a lower one", arguments: TestEngine.available)
    func priorities(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.database.write { tx in
                try tx.execute(
                    "INSERT INTO source_priority (trait, sources, version, updated_at, updated_by) VALUES ('tier', '[\"crm\",\"web\"]', 1, 0, 'test')"
                )
                try TraitPlanCache.advance(in: tx)
            }
            try await say(world, ["tier": "gold", "city": "Seoul"], at: 10, source: "crm")
            try await say(world, ["tier": "none", "city": "Busan"], at: 20, source: "web")
            #expect(try await trait(world, "tier")?.value == "gold")
            #expect(try await trait(world, "city")?.value == "Busan")
        }
    }

    @Test("a trait that cannot be kept is noted with the reason; the event and its other traits are taken", arguments: TestEngine.available)
    func refused(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await say(world, ["bio": .string(String(repeating: "x", count: 9_000)), "city": "Seoul"], at: 10)
            #expect(try await trait(world, "city")?.value == "Seoul")
            #expect(try await trait(world, "bio") == nil)
            let sql = "SELECT count(*) AS n FROM ingest_rejection WHERE code = 'trait-too-large' AND pointer = '/traits/bio'"
            #expect(try await world.number(sql) == 1)
        }
    }

    @Test("the API states traits as an event, with reason and audit; everything stated can be seen", arguments: TestEngine.available)
    func byAPI(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { app in
            let call: JSONValue = ["type": "identify", "userId": "kim", "messageId": "m1", "traits": ["tier": "gold"]]
            try await app.post("/v1/batch", ["batch": [call]], key: app.keys.write)
            let id = try #require(
                try await app.get("/v1/profiles?identity=userId:kim").json["items"]?.arrayValue?.first?["id"]?.stringValue)
            let body: JSONValue = ["traits": ["tier": "silver", "skin": "dry"], "kind": "zeroParty", "reason": "said on the phone"]
            let answer = try await app.post("/v1/profiles/\(id)/traits", body)
            let items = try answer.json["items"]?.arrayValue ?? []
            let tiers = items.filter { $0["name"] == "tier" }
            #expect(tiers.compactMap { $0["kind"]?.stringValue } == ["zeroParty", "firstParty"])
            #expect(tiers.compactMap { $0["counts"]?.boolValue } == [true, false] && tiers[0]["reason"] == "said on the phone")
            let profile = try await app.get("/v1/profiles/\(id)").json
            #expect(profile["traits"]?["tier"]?["value"] == "silver" && profile["traits"]?["tier"]?["kind"] == "zeroParty")
            #expect(
                try await app.get("/v1/profiles/\(id)/timeline").json["items"]?.arrayValue?.first?["context"]?["reason"]
                    == "said on the phone")
            #expect(try await app.get("/v1/audit?object=\(id)").text.contains("trait.edit"))
            let told = try await app.get("/v1/feed").json.arrayValue?.last { $0["type"] == "io.maru.profile.changed" }
            #expect(told?["data"]?["traits"]?["skin"]?["value"] == "dry")
            let wrong: JSONValue = ["traits": ["a": ["b": ["c": ["d": ["e": ["f": ["g": 1]]]]]]]]
            let refused = try await app.post("/v1/profiles/\(id)/traits", wrong)
            #expect(refused.status == .unprocessableContent && refused.text.contains("/traits/a"))
            #expect(
                try await app.post("/v1/profiles/\(id)/traits", ["traits": ["a": 1], "kind": "computed"]).status == .unprocessableContent)
        }
    }

    @Test("a new list decides about what is known, and the feed tells what counts now", arguments: TestEngine.available)
    func prioritySettles(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { app in
            let said: JSONValue = ["type": "identify", "userId": "u1", "messageId": "m1", "traits": ["tier": "gold", "city": "Busan"]]
            try await app.post("/v1/batch", ["batch": [said]], key: app.keys.write)
            let person = try await app.get("/v1/profiles?identity=userId:u1").json["items"]?.arrayValue?.first
            let path = "/v1/profiles/\(person?["id"]?.stringValue ?? "")"
            app.time.advance(by: .seconds(5))
            #expect(try await app.post(path + "/traits", ["traits": ["tier": "silver"]]).status == .ok)
            let own = try await app.get(path + "/traits").json["items"]?.arrayValue?.first { $0["name"] == "tier" }?["source"]
            func settled(_ tier: JSONValue) async throws {
                try await app.jobsEnded()
                #expect(try await app.get(path).json["traits"]?["tier"]?["value"] == tier)
            }
            try await settled("silver")
            try await app.post("/v1/source-priorities/tier", ["sources": ["web"]], method: .put)
            try await settled("gold")
            let sheet = try await app.get(path + "/traits").json["items"]?.arrayValue?.first { $0["name"] == "tier" }
            #expect(sheet?["source"] == "web" && sheet?["overruled"]?["source"] == own, "\(sheet?.serialized ?? "")")
            let told = try await app.get("/v1/feed").json.arrayValue?.last { $0["type"] == "io.maru.profile.changed" }
            #expect(told?["data"]?["traits"]?["tier"]?["value"] == "gold" && told?["data"]?["traits"]?["city"] == nil)
            _ = try await app.send(.delete, "/v1/source-priorities/tier", key: app.keys.admin, headers: [.ifMatch: "*"])
            try await settled("silver")
            #expect(try await app.page("/ui/profile/traits").status == .ok)
        }
    }

    @Test("a list of sources is put in place once, and replaced only by who knows it", arguments: TestEngine.available)
    func priorityDocuments(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { app in
            let path = "/v1/source-priorities/tier"
            let list: JSONValue = ["sources": ["crm", "web"]]
            let made = try await app.post(path, list, method: .put)
            #expect(made.headers[.eTag] == "\"1\"")
            #expect(try await app.post(path, list, method: .put).headers[.eTag] == "\"1\"", "the same again changes nothing")
            let other: JSONValue = ["sources": ["web"]]
            #expect(try await app.post(path, other, method: .put).status == .preconditionRequired)
            #expect(try await app.post(path, other, method: .put, headers: [.ifMatch: "\"1\""]).headers[.eTag] == "\"2\"")
            #expect(try await app.post("/v1/source-priorities/%2A", list, method: .put).json["trait"] == "*")
            #expect(try await app.get("/v1/source-priorities").json["items"]?.arrayValue?.count == 2)
            #expect(try await app.post(path, ["sources": []], method: .put).status == .unprocessableContent)
            #expect(try await app.send(.delete, path, key: app.keys.admin, headers: [.ifMatch: "\"2\""]).status == .noContent)
            #expect(try await app.get(path).status == .notFound)
        }
    }
}
