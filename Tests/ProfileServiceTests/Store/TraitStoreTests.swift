import CommonModels
import ProfileDomain
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
}
