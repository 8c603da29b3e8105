import CommonModels
import FeedKit
import ProfileDomain
import ProjectionKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Merging and parting people")
struct UnmergeTests {
    @Test(
        "two profiles merged and parted again are what they were: values, traits, consents, counters, histories",
        arguments: TestEngine.available, Array(1...12) as [UInt64])
    func roundTrip(engine: TestEngine, seed: UInt64) async throws {
        try await ProfileWorld.run(on: engine) { world in
            var script = IngestScript(seed: seed)
            for requests in script.split(script.calls(90)) { try await world.ingest(requests: requests) }
            let living = try await world.living()
            var random = SeededRandom(seed: seed)
            let survivor = try #require(living.randomElement(using: &random), "seed \(seed)")
            let merged = try #require(living.filter { $0 != survivor }.randomElement(using: &random), "seed \(seed)")
            let before = try await world.standing()
            let number = try await world.merge(survivor, with: merged)
            #expect(try await world.standing() != before, "seed \(seed)")
            #expect(try await world.profiles.profile(merged)?.id == survivor, "seed \(seed)")
            let outcome = try await world.unmerge(number)
            let after = try await world.standing()
            let difference = zip(after, before).first { $0 != $1 }
            #expect(after == before, "seed \(seed): got \(difference?.0 ?? "nothing"), expected \(difference?.1 ?? "nothing")")
            #expect(outcome.restoredId == merged && outcome.survivorId == survivor && outcome.eventsSince == 0, "seed \(seed)")
            #expect(Set(outcome.notSeparated.map(\.service)) == ["decision", "journey", "profile", "reporting", "segment"])
        }
    }

    @Test("what happened since goes to whom it names; what names both is said", arguments: TestEngine.available)
    func since(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(
                Calls.identify(["userId": "kim", "anonymousId": "laptop"], ["plan": "gold", "city": "Seoul"], at: 1),
                Calls.identify(["userId": "lee", "anonymousId": "phone"], ["plan": "free"], at: 2))
            let kim = try #require(try await world.person("userId:kim")).id
            let lee = try #require(try await world.person("userId:lee")).id
            let number = try await world.merge(kim, with: lee)
            // The merge was in the second hour; this is the third.
            try await world.ingest(
                Calls.track("Kim Buys", ["userId": "kim"], at: 7_201), Calls.track("Lee Buys", ["userId": "lee"], at: 7_202),
                Calls.identify(["userId": "lee", "anonymousId": "tablet"], ["plan": "silver"], at: 7_203),
                Calls.consent("granted", ["anonymousId": "phone"], at: 7_204),
                Calls.track("Both", ["userId": "lee", "anonymousId": "laptop"], at: 7_205))
            let both = try #require(try await world.profiles.profile(lee))
            #expect(both.id == kim && both.traits["plan"]?.value == "silver" && both.consents.count == 1)
            let preview = try await ProfileUnmerger(database: world.database, feed: world.feed, audit: world.audit).preview(number)
            let outcome = try await world.unmerge(number)
            #expect(preview == outcome)
            #expect(outcome.eventsSince == 4 && outcome.events == 5 && outcome.survivorEvents == 2)
            #expect(outcome.notSeparated.first == .init(.mixedEvents, count: 1))
            #expect(outcome.identities.map(\.value).sorted() == ["lee", "phone", "tablet"])
            let parted = try #require(try await world.profiles.profile(lee))
            #expect(parted.traits["plan"]?.value == "silver" && parted.consents.map(\.status) == [.granted])
            let kept = try #require(try await world.profiles.profile(kim))
            #expect(kept.traits["plan"]?.value == "gold" && kept.traits["city"]?.value == "Seoul" && kept.consents.isEmpty)
            #expect(try await world.history(lee) == ["Both", "Consent Updated", "identify", "Lee Buys", "identify"])
            #expect(try await world.history(kim) == ["Kim Buys", "identify"])
        }
    }

    @Test(
        "a value of the other that never counted goes back with them, and no list makes it the survivor's", arguments: TestEngine.available)
    func values(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(Calls.identify(["userId": "lee"], ["city": "Busan"], at: 1), source: "crm")
            try await world.ingest(Calls.identify(["userId": "kim"], ["city": "Seoul"], at: 5), source: "web")
            let kim = try #require(try await world.person("userId:kim")).id
            let lee = try #require(try await world.person("userId:lee")).id
            let number = try await world.merge(kim, with: lee)
            try await world.ingest(Calls.identify(["userId": "kim"], ["city": "Daegu"], at: 9_000), source: "web")
            _ = try await world.unmerge(number)
            let sheets = try await world.database.read { tx in try TraitStore.profiles.sheets(of: [kim, lee], in: tx) }
            let city = TraitKey("city", .firstParty)
            #expect(sheets[kim]?.statements[city]?.value == "Daegu" && sheets[kim]?.statements[city]?.previous?.value == "Seoul")
            #expect(sheets[lee]?.statements[city]?.value == "Busan")
            var settled = try #require(sheets[kim])
            _ = settled.settle("city", under: SourcePriorities([try SourcePriority(trait: "city", sources: ["crm"])]))
            #expect(settled.view("city")?.value == "Daegu")
        }
    }

    @Test("guesses from habits are parted as well, and go on from there", arguments: TestEngine.available)
    func habits(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            func live(_ user: String, _ zone: String, _ channel: JSONValue, days: Range<Int64>) async throws {
                for day in days {
                    let at = ProfileWorld.start + .days(day)
                    let who: JSONObject = ["userId": .string(user), "timestamp": .string(at.rfc3339)]
                    let view = who.merging(["type": "page", "context": ["timezone": .string(zone)]]) { $1 }
                    let click: JSONObject = ["type": "track", "event": "Message Clicked", "properties": ["channel": channel]]
                    try await world.ingest(requests: [[.object(view), .object(who.merging(click) { $1 })]], receivedAt: at)
                }
            }
            func habits(_ user: String) async throws -> [String?] {
                let traits = try #require(try await world.person("userId:\(user)")).traits
                return ["timezone", "preferredChannel"].map { traits[$0]?.value.stringValue }
            }
            try await live("kim", "Asia/Seoul", "push", days: 0..<9)
            try await live("lee", "Europe/Paris", "email", days: 9..<14)
            let kim = try #require(try await world.person("userId:kim")).id
            let lee = try #require(try await world.person("userId:lee")).id
            let alone = try await world.profiles.profile(lee)?.traits["timezone"]?.confidence
            let number = try await world.merge(kim, with: lee)
            try await live("lee", "Europe/Paris", "email", days: 14..<40)
            #expect(try await habits("kim") == ["Europe/Paris", "email"])
            _ = try await world.unmerge(number)
            #expect(try await habits("kim") == ["Asia/Seoul", "push"])
            #expect(try await habits("lee") == ["Europe/Paris", "email"])
            let later = try await world.profiles.profile(lee)?.traits["timezone"]?.confidence
            #expect(try #require(later) > (try #require(alone)), "what they did since is theirs")
            try await live("kim", "Asia/Tokyo", "sms", days: 40..<60)
            #expect(try await habits("kim") == ["Asia/Tokyo", "sms"])
        }
    }

    @Test("an un-merge lasts: rules keep the two apart, only somebody who says so joins them again", arguments: TestEngine.available)
    func apart(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(
                Calls.identify(["anonymousId": "kiosk"], ["email": "a@b.kr"], at: 1), Calls.track("A", ["userId": "kim"], at: 2))
            let visitor = try #require(try await world.person("anonymousId:kiosk")).id
            try await world.ingest(Calls.track("Sign In", ["userId": "kim", "anonymousId": "kiosk"], at: 3))
            let kim = try #require(try await world.person("userId:kim")).id
            let number = try await world.number("SELECT merge_id AS n FROM profile_merge WHERE merged = $1", [visitor])
            try await world.unmerge(number)
            #expect(try await world.person("anonymousId:kiosk")?.id == visitor && visitor != kim)
            try await world.ingest(Calls.identify(["userId": "kim", "anonymousId": "kiosk"], ["email": "a@b.kr"], at: 4))
            #expect(try await world.person("anonymousId:kiosk")?.id == kim, "the device is switched")
            #expect(try await world.person("email:a@b.kr")?.id == visitor, "the address stays")
            #expect(try await world.number("SELECT count(*) AS n FROM identity_conflict WHERE reason = 'kept-apart'") == 1)
            await #expect(throws: MergeError.undoneBefore) { try await world.unmerge(number) }
            let again = try await world.merge(kim, with: visitor)
            #expect(try await world.profiles.profile(visitor)?.id == kim && again != number)
        }
    }

    @Test("old ids resolve for ever, through merges, un-merges and merges again", arguments: TestEngine.available)
    func oldIDs(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            for (second, user) in ["a", "b", "c"].enumerated() {
                try await world.ingest(Calls.track("V", ["userId": .init(user)], at: second))
            }
            var ids: [ProfileID] = []
            for user in ["a", "b", "c"] { ids.append(try #require(try await world.person("userId:\(user)")).id) }
            try await world.merge(ids[1], with: ids[0])
            let second = try await world.merge(ids[2], with: ids[1])
            for id in ids { #expect(try await world.profiles.profile(id)?.id == ids[2]) }
            let outcome = try await world.unmerge(second)
            #expect(outcome.resolvingIds == [ids[0]])
            #expect(try await world.profiles.profile(ids[0])?.id == ids[1])
            #expect(try await world.profiles.profile(ids[2])?.id == ids[2])
            try await world.merge(ids[1], with: ids[2])
            for id in ids { #expect(try await world.profiles.profile(id)?.id == ids[1]) }
        }
    }

    @Test("a projection gives each of two people back what they had said themselves", arguments: TestEngine.available)
    func projectedConsents(engine: TestEngine) async throws {
        try await engine.withDatabase(ProfileWorld.migrations + [ProjectionSchema.migrations]) { database in
            let world = ProfileWorld(database)
            try await world.ingest(
                Calls.consent("withdrawn", ["userId": "kim"], at: 1), Calls.consent("granted", ["userId": "lee"], at: 5),
                Calls.track("Visits", ["userId": "park"], at: 6), Calls.consent("granted", ["userId": "choi"], at: 7))
            var ids: [String: ProfileID] = [:]
            for user in ["kim", "lee", "park", "choi"] { ids[user] = try #require(try await world.person("userId:\(user)")).id }
            for (survivor, other) in [("kim", "lee"), ("park", "choi")] {
                try await world.unmerge(world.merge(try #require(ids[survivor]), with: try #require(ids[other])))
            }
            let page = try await world.feed.page(FeedQuery(after: 0, limit: FeedQuery.limitMax))
            _ = try await database.write { try ProjectionApplier().apply(FeedBatch(page.body, after: 0).events, in: $0) }
            for (user, said) in [("kim", [ConsentStatus.withdrawn]), ("lee", [.granted]), ("park", []), ("choi", [.granted])] {
                let id = try #require(ids[user])
                let facts = try await database.read { try ProjectionReader().facts(for: id, .everything, in: $0) }
                let profile = try #require(try await world.profiles.profile(id))
                #expect(facts.consents.map(\.status) == said, "\(user)")
                #expect(profile.consents.map(\.status) == said, "\(user)")
            }
        }
    }

    @Test("a projection of the feed ends where Profile does", arguments: TestEngine.available)
    func projected(engine: TestEngine) async throws {
        try await engine.withDatabase(ProfileWorld.migrations + [ProjectionSchema.migrations]) { database in
            let world = ProfileWorld(database)
            try await world.ingest(
                Calls.identify(["userId": "kim"], ["plan": "gold", "email": "k@b.kr"], at: 1),
                Calls.identify(["userId": "lee"], ["plan": "free", "size": "M"], at: 2), Calls.track("Lee Buys", ["userId": "lee"], at: 3))
            let kim = try #require(try await world.person("userId:kim")).id
            let lee = try #require(try await world.person("userId:lee")).id
            let number = try await world.merge(kim, with: lee)
            try await world.ingest(
                Calls.track("Lee Buys", ["userId": "lee"], at: 11), Calls.consent("granted", ["userId": "lee"], at: 12),
                Calls.track("Kim Buys", ["userId": "kim"], at: 13))
            try await world.unmerge(number)
            try await world.ingest(Calls.track("Lee Buys", ["userId": "lee"], at: 21))
            let page = try await world.feed.page(FeedQuery(after: 0, limit: FeedQuery.limitMax))
            let changes = try await database.write { try ProjectionApplier().apply(FeedBatch(page.body, after: 0).events, in: $0) }
            #expect(changes.unmerges.map(\.restored) == [lee])
            for id in [kim, lee] {
                let facts = try await database.read { try ProjectionReader().facts(for: id, .everything, in: $0) }
                let profile = try #require(try await world.profiles.profile(id))
                #expect(facts.profileID == id)
                let told = Dictionary(uniqueKeysWithValues: facts.traits.map { ($0, $1["value"] ?? .null) })
                #expect(told == profile.traits.mapValues(\.value))
                #expect(Set(facts.identities.map(\.value)) == Set(profile.identities.map(\.value)))
                #expect(facts.consents.map(\.status) == profile.consents.map(\.status))
                #expect(facts.events(named: "Lee Buys").count == (id == lee ? 3 : 0))
                #expect(facts.firstSeen == profile.firstSeen)
            }
        }
    }
}

extension ProfileWorld {
    /// Living profiles by id.
    fileprivate func living() async throws -> [ProfileID] {
        try await database.read { tx in
            try tx.rows("SELECT profile_id FROM profile WHERE merged_into IS NULL ORDER BY profile_id").map { try $0.id("profile_id") }
        }
    }

    @discardableResult
    fileprivate func merge(_ survivor: ProfileID, with merged: ProfileID) async throws -> Int64 {
        try await ProfileMerger(database: database, feed: feed, audit: audit).merge(
            survivor, with: merged, note: "the same person", by: IdentityActor(id: "tests", origin: ""), at: Self.start + .seconds(5_000)
        ).mergeId
    }

    @discardableResult
    fileprivate func unmerge(_ number: Int64) async throws -> UnmergeOutcome {
        try await ProfileUnmerger(database: database, feed: feed, audit: audit).undo(
            number, note: "two people", by: IdentityActor(id: "tests", origin: ""), at: Self.start + .days(3))
    }
}
