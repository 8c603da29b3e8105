import CommonModels
import ProfileDomain
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Identities")
struct IdentityStoreTests {
    @Test("a switch on a shared device does not merge two people", arguments: TestEngine.available)
    func switching(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(Calls.track("Browse", ["anonymousId": "tablet"], at: 0))
            try await world.ingest(Calls.track("Kim Buys", ["userId": "kim", "anonymousId": "tablet"], at: 1))
            try await world.ingest(Calls.track("Lee Buys", ["userId": "lee", "anonymousId": "tablet"], at: 2))
            try await world.ingest(Calls.track("Browse Again", ["anonymousId": "tablet"], at: 3))
            let kim = try #require(try await world.person("userId:kim"))
            let lee = try #require(try await world.person("userId:lee"))
            #expect(kim.id != lee.id)
            #expect(try await world.history(kim.id) == ["Kim Buys", "Browse"])
            #expect(try await world.history(lee.id) == ["Browse Again", "Lee Buys"])
            #expect(try await world.person("anonymousId:tablet")?.id == lee.id)
            #expect(try await world.number("SELECT count(*) AS n FROM profile_merge") == 0)
            #expect(try await world.profiles.counts() == ProfileCounts(living: 2, known: 2, merged: 0))
            // Back again: a switch as well.
            try await world.ingest(Calls.track("Kim Returns", ["userId": "kim", "anonymousId": "tablet"], at: 4))
            #expect(try await world.person("anonymousId:tablet")?.id == kim.id)
            #expect(try await world.profiles.counts().merged == 0)
        }
    }

    @Test("who was anonymous before signing in keeps that history; the old id goes on resolving", arguments: TestEngine.available)
    func signingIn(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(Calls.track("Join", ["userId": "kim"], at: 5))
            try await world.ingest(
                Calls.identify(["anonymousId": "phone"], ["plan": "free"], at: 1), Calls.consent("granted", ["anonymousId": "phone"], at: 2)
            )
            let visitor = try #require(try await world.person("anonymousId:phone"))
            try await world.ingest(Calls.track("Sign In", ["userId": "kim", "anonymousId": "phone"], at: 9))
            let kim = try #require(try await world.profiles.profile(visitor.id))
            #expect(kim.id != visitor.id && kim.mergedIds == [visitor.id])
            #expect(kim.identities.map { "\($0.namespace):\($0.value)" } == ["anonymousId:phone", "userId:kim"])
            #expect(kim.traits["plan"]?.value == "free" && kim.consents.map(\.status) == [.granted])
            #expect(kim.firstSeen == ProfileWorld.start + .seconds(1) && kim.lastSeen == ProfileWorld.start + .seconds(9))
            #expect(try await world.history(visitor.id) == ["Sign In", "Join", "Consent Updated", "identify"])
            #expect(try await world.number("SELECT event_count AS n FROM profile WHERE profile_id = $1", [kim.id]) == 4)
            let why = try await world.database.read { tx in
                try tx.row("SELECT reason, identities, traits FROM profile_merge WHERE merged = $1", [visitor.id]).map {
                    (try $0.text("reason"), try $0.json("identities"), try $0.json("traits"))
                }
            }
            #expect(why?.0 == MergeReason.signedIn.rawValue)
            #expect(why?.1 == [["namespace": "anonymousId", "value": "phone"]] && why?.2["plan"]?["value"] == "free")
        }
    }

    @Test("ids that were merged away resolve through a chain of merges", arguments: TestEngine.available)
    func chain(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(Calls.track("A", ["anonymousId": "a"], at: 0), Calls.track("B", ["userId": "b"], at: 1))
            let first = try #require(try await world.person("anonymousId:a"))
            try await world.ingest(Calls.track("A is B", ["anonymousId": "a", "userId": "b"], at: 2))
            let second = try #require(try await world.person("userId:b"))
            try await world.ingest(Calls.track("C", ["userId": "c"], at: 3), Calls.alias("b", is: "c", at: 4))
            let last = try #require(try await world.person("userId:c"))
            for id in [first.id, second.id, last.id] {
                #expect(try await world.profiles.profile(id)?.id == last.id)
                #expect(try await world.history(id) == ["alias", "C", "A is B", "B", "A"])
            }
            #expect(Set(last.mergedIds) == [first.id, second.id])
        }
    }

    @Test("an e-mail joins a visitor to a customer, but never two customers: that is a conflict on record", arguments: TestEngine.available)
    func email(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(Calls.identify(["anonymousId": "shop-1"], ["email": "Kim@Example.org "], at: 0))
            try await world.ingest(Calls.identify(["userId": "kim"], ["email": "kim@example.org"], at: 1))
            let kim = try #require(try await world.person("userId:kim"))
            #expect(try await world.person("anonymousId:shop-1")?.id == kim.id)
            try await world.ingest(Calls.identify(["userId": "lee"], ["email": "kim@example.org"], at: 2))
            let lee = try #require(try await world.person("userId:lee"))
            #expect(lee.id != kim.id)
            #expect(try await world.person("email:KIM@example.org")?.id == kim.id, "it stays where it was")
            #expect(lee.traits["email"]?.value == "kim@example.org", "what was stated is kept")
            let conflict =
                "SELECT count(*) AS n FROM identity_conflict WHERE value = 'kim@example.org' AND profile_id = $1 AND owner_id = $2"
            #expect(try await world.number(conflict, [lee.id, kim.id]) == 1)
            try await world.ingest(Calls.identify(["userId": "lee"], ["email": "kim@example.org"], at: 3))
            #expect(try await world.number("SELECT count(*) AS n FROM identity_conflict") == 1)
        }
    }

    @Test("values that many people share join nobody", arguments: TestEngine.available)
    func junk(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            for second in 0..<4 {
                let user = ["userId": "u\(second)", "anonymousId": ["null", "0000000000", "undefined", "guest"][second]]
                try await world.ingest(
                    Calls.identify(
                        ["userId": user["userId"] ?? "", "anonymousId": user["anonymousId"] ?? ""], ["email": "test@test.com"], at: second))
            }
            #expect(try await world.profiles.counts() == ProfileCounts(living: 4, known: 4, merged: 0))
            #expect(try await world.number("SELECT count(*) AS n FROM identity") == 4)
            #expect(try await world.number("SELECT count(*) AS n FROM identity_conflict") == 0)
            #expect(try await world.person("email:test@test.com") == nil)
        }
    }

    @Test("two sign-ins of one person at the same moment find each other", arguments: TestEngine.available)
    func concurrent(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for device in 0..<8 {
                    group.addTask {
                        try await world.ingest(
                            Calls.track("Browse", ["anonymousId": "device-\(device)"], at: device),
                            Calls.track("Sign In", ["userId": "kim", "anonymousId": "device-\(device)"], at: 10 + device))
                    }
                }
                try await group.waitForAll()
            }
            let kim = try #require(try await world.person("userId:kim"))
            #expect(kim.identities.count == 9)
            #expect(try await world.history(kim.id).count == 16)
            let counts = try await world.profiles.counts()
            #expect(counts.living == 1 && counts.known == 1)
        }
    }
}
