import CommonModels
import HTTPTypes
import HummingbirdTesting
import ProfileDomain
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Groups")
struct GroupTests {
    private func join(
        _ group: String, _ who: KeyValuePairs<String, String>, at second: Int, traits: JSONObject = [:], place: JSONObject = [:]
    ) -> JSONValue {
        var call: JSONObject = [
            "type": "group", "groupId": .string(group), "traits": .object(traits),
            "timestamp": .string((ProfileWorld.start + .seconds(second)).rfc3339), "context": ["group": .object(place)],
        ]
        for (name, value) in who { call[name] = .string(value) }
        return .object(call)
    }

    private func members(_ world: ProfileWorld, _ group: String) async throws -> Int64 {
        try await world.number("SELECT member_count AS n FROM customer_group WHERE group_id = $1", [group])
    }

    private func counted(_ world: ProfileWorld) async throws -> Int64 {
        try await world.number("SELECT count(*) AS n FROM group_member WHERE left_at IS NULL")
    }

    @Test("a group has traits of its own, a kind and members with roles, in whatever order calls arrive", arguments: TestEngine.available)
    func basics(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(
                join("home-1", ["userId": "kim"], at: 20, traits: ["name": "Kim's"], place: ["kind": "household", "role": "head"]),
                join("home-1", ["userId": "lee"], at: 10, traits: ["name": "Old", "rooms": 3]))
            try await world.ingest(join("home-1", ["userId": "kim"], at: 5, place: ["kind": "account"]))
            let group = try await world.database.read { tx in
                (try GroupStore.rows(of: ["home-1"], in: tx)["home-1"], try TraitStore.groups.sheets(of: ["home-1"], in: tx)["home-1"])
            }
            #expect(group.0?.kind == "household" && group.0?.firstSeen == ProfileWorld.start + .seconds(5))
            #expect(group.1?.views.mapValues(\.value) == ["name": "Kim's", "rooms": 3])
            #expect(try await members(world, "home-1") == 2)
            let role = "SELECT count(*) AS n FROM group_member WHERE role = 'head' AND since = $1"
            #expect(try await world.number(role, [ProfileWorld.start + .seconds(5)]) == 1)
            #expect(try await world.person("userId:kim")?.traits["groups"]?.value == ["home-1"])
        }
    }

    @Test("who leaves is no member until they join later; the trait that segments ask for follows", arguments: TestEngine.available)
    func leaving(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(join("acme", ["userId": "kim"], at: 10), join("beta", ["userId": "kim"], at: 10))
            try await world.ingest(join("acme", ["userId": "kim"], at: 30, place: ["left": true]))
            try await world.ingest(join("acme", ["userId": "kim"], at: 20))
            #expect(try await members(world, "acme") == 0)
            #expect(try await world.person("userId:kim")?.traits["groups"]?.value == ["beta"])
            try await world.ingest(join("acme", ["userId": "kim"], at: 40))
            #expect(try await members(world, "acme") == 1)
            #expect(try await world.person("userId:kim")?.traits["groups"]?.value == ["acme", "beta"])
        }
    }

    @Test("two profiles that are one person are one member", arguments: TestEngine.available)
    func merged(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(
                join("acme", ["userId": "kim"], at: 10, place: ["role": "buyer"]), join("acme", ["anonymousId": "d1"], at: 5),
                join("beta", ["anonymousId": "d1"], at: 5), join("acme", ["userId": "lee"], at: 1))
            #expect(try await members(world, "acme") == 3)
            try await world.ingest(Calls.track("Sign In", ["userId": "kim", "anonymousId": "d1"], at: 50))
            #expect(try await members(world, "acme") == 2)
            #expect(try await members(world, "beta") == 1)
            #expect(try await counted(world) == 3)
            #expect(try await world.person("userId:kim")?.traits["groups"]?.value == ["acme", "beta"])
            // In one transaction with the merge as well.
            try await world.ingest(
                join("acme", ["anonymousId": "d2"], at: 60), Calls.track("Sign In", ["userId": "lee", "anonymousId": "d2"], at: 61),
                join("beta", ["anonymousId": "d2"], at: 62))
            #expect(try await members(world, "acme") == 2)
            #expect(try await members(world, "beta") == 2)
        }
    }

    @Test(
        "counts of members stay true under random joining, leaving and merging", arguments: TestEngine.available, Array(1...4) as [UInt64])
    func counts(engine: TestEngine, seed: UInt64) async throws {
        try await ProfileWorld.run(on: engine) { world in
            var random = SeededRandom(seed: seed)
            for round in 0..<12 {
                let calls = (0..<8).map { number -> JSONValue in
                    let second = Int.random(in: 0..<300, using: &random)
                    let who: KeyValuePairs<String, String> =
                        switch Int.random(in: 0..<4, using: &random) {
                        case 0: ["userId": "u\(number % 3)"]
                        case 1: ["userId": "u\(number % 3)", "anonymousId": "d\(round)"]
                        default: ["anonymousId": "d\((number + round) % 12)"]
                        }
                    let left = Int.random(in: 0..<4, using: &random) == 0
                    return join("g\(number % 2)", who, at: second, place: ["left": .bool(left)])
                }
                try await world.ingest(requests: [calls])
                for group in ["g0", "g1"] {
                    let sql = "SELECT count(*) AS n FROM group_member WHERE group_id = $1 AND left_at IS NULL"
                    let counted = try await world.number(sql, [group])
                    #expect(try await members(world, group) == counted, "seed \(seed), round \(round), \(group)")
                }
            }
        }
    }

    @Test("the API lists groups and members page by page, and says things of them with an audit entry", arguments: TestEngine.available)
    func byAPI(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { app in
            let calls = (0..<7).map { join("acme/korea", ["userId": "u\($0)"], at: $0, traits: ["name": "Acme"]) }
            try await app.post("/v1/batch", ["batch": .array(calls + [join("beta", ["userId": "u0"], at: 1)])], key: app.keys.write)
            app.time.advance(by: .minutes(1))
            let path = "/v1/groups/acme%2Fkorea"
            #expect(try await app.get(path).json["memberCount"] == 7)
            let first = try await app.get(path + "/members?limit=5").json
            let next = try #require(first["next"]?.stringValue)
            let second = try await app.get(path + "/members?limit=5&after=\(next)").json
            let ids = [first, second].flatMap { $0["items"]?.arrayValue ?? [] }.compactMap { $0["profileId"]?.stringValue }
            #expect(Set(ids).count == 7 && second["next"] == nil)
            let list = try await app.get("/v1/groups?kind=account&q=ac").json["items"]?.arrayValue
            #expect(list?.compactMap { $0["id"]?.stringValue } == ["acme/korea"])
            let edited = try await app.post(path, ["kind": "partner", "traits": ["tier": "gold"], "reason": "contract signed"])
            #expect(try edited.json["kind"] == "partner" && edited.json["traits"]?["tier"]?["value"] == "gold")
            #expect(try await app.get("/v1/audit?object=acme/korea").text.contains("contract signed"))
            #expect(try await app.send(.delete, path + "/members/\(ids[0])", key: app.keys.admin).status == .ok)
            #expect(try await app.get(path).json["memberCount"] == 6)
            let role = try await app.post(path + "/members/\(ids[0])", ["role": "buyer"], method: .put)
            #expect(try role.json["memberCount"] == 7)
            let places = try await app.get("/v1/profiles/\(ids[0])/groups").json["items"]?.arrayValue ?? []
            #expect(places.contains { $0["role"] == "buyer" && $0["group"]?["id"] == "acme/korea" })
            #expect(try await app.post(path, ["kind": "Not A Kind"]).status == .unprocessableContent)
            #expect(try await app.get("/v1/groups/nobody").status == .notFound)
        }
    }
}
