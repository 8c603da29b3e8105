import CommonModels
import FeedKit
import ProfileDomain
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Limits, junk and quarantine")
struct IdentityLimitTests {
    private let actor = IdentityActor(id: "tests", origin: "")

    private func edit(_ namespace: IdentityNamespace, _ world: ProfileWorld, _ change: (inout NamespaceDocument) -> Void) async throws {
        let view = try await world.desk.namespace(namespace)
        var document = view.definition
        change(&document)
        _ = try await world.desk.put(document, as: namespace, version: view.version, by: actor, at: ProfileWorld.start)
    }

    private func reasons(_ world: ProfileWorld) async throws -> [String] {
        try await world.desk.conflicts(limit: 100, after: nil).map { "\($0.reason.rawValue) \($0.value)" }.sorted()
    }

    @Test("the device seen least recently is let go when there are too many; the feed says so", arguments: TestEngine.available)
    func oldestGoes(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await edit(.anonymousId, world) { $0.valuesMax = 2 }
            for (hour, device) in ["d1", "d2", "d1", "d3"].enumerated() {
                try await world.ingest(Calls.track("V", ["userId": "kim", "anonymousId": .init(device)], at: hour * 3_600))
            }
            let kim = try #require(try await world.person("userId:kim"))
            #expect(kim.identities.map(\.value) == ["d1", "d3", "kim"])
            #expect(try await world.person("anonymousId:d2") == nil)
            #expect(try await reasons(world) == ["let-go d2"])
            #expect(try await world.lost() == ["d2"])
            #expect(try await world.history(kim.id).count == 4, "its events stay")
        }
    }

    @Test("who holds the public key of a page cannot make two known people one by alias; a server can", arguments: TestEngine.available)
    func publicAlias(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            let page = IngestSender(isGPC: false, evidence: .none, hasPublicKey: true)
            for who in ["kim", "lee"] { try await world.ingest(Calls.track("V", ["userId": .init(who)], at: 0)) }
            try await world.ingest(Calls.track("V", ["anonymousId": "phone"], at: 1))
            try await world.ingest(
                requests: [[Calls.alias("lee", is: "kim", at: 2), Calls.alias("phone", is: "kim", at: 3)]], sender: page)
            let (kim, lee) = (try await world.person("userId:kim"), try await world.person("userId:lee"))
            #expect(kim != nil && lee != nil && kim?.id != lee?.id)
            #expect(try await world.person("anonymousId:phone")?.id == kim?.id, "a visitor nobody knows may be joined")
            #expect(try await reasons(world) == ["public-alias lee"])
            try await world.ingest(Calls.alias("lee", is: "kim", at: 4))
            #expect(try await world.person("userId:lee")?.id == kim?.id)
        }
    }

    @Test("limits hold however calls are cut into transactions", arguments: TestEngine.available, Array(1...4) as [UInt64])
    func splits(engine: TestEngine, seed: UInt64) async throws {
        var script = IngestScript(seed: seed)
        let calls = script.calls(120)
        func picture(_ transactions: [[[JSONValue]]], on engine: TestEngine) async throws -> [String] {
            try await engine.withDatabase(ProfileWorld.migrations) { database in
                let world = ProfileWorld(database)
                try await edit(.anonymousId, world) { $0.valuesMax = 1 }
                try await edit(.userId, world) { $0.valuesMax = 1 }
                try await edit(.email, world) {
                    $0.valuesMax = 1
                    $0.quarantine = QuarantineRule(profiles: 2, days: 60)
                }
                for requests in transactions { try await world.ingest(requests: requests) }
                return try await world.picture()
            }
        }
        let reference = try await picture(calls.map { [[$0]] }, on: .sqlite)
        for kind in ["conflict limit", "conflict let-go", "conflict quarantined", "junk "] {
            #expect(reference.contains { $0.hasPrefix(kind) }, "seed \(seed) tries no \(kind)")
        }
        for round in 1...2 {
            let state = try await picture(script.split(calls), on: engine)
            let difference = zip(state, reference).first { $0 != $1 }
            #expect(state == reference, "seed \(seed), split \(round): got \(difference?.0 ?? ""), expected \(difference?.1 ?? "")")
        }
    }

    @Test("an address too many state is set aside; who was merged by it can be found and parted", arguments: TestEngine.available)
    func quarantine(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await edit(.email, world) { $0.quarantine = QuarantineRule(profiles: 4, days: 7) }
            for number in 0..<8 {
                try await world.ingest(Calls.track("Browse", ["anonymousId": .init("d\(number)")], at: number * 10))
                try await world.ingest(Calls.identify(["anonymousId": .init("d\(number)")], ["email": "office@x.kr"], at: number * 10 + 1))
            }
            #expect(try await world.person("email:office@x.kr") == nil)
            let junk = try await world.desk.junk(origin: .automatic, limit: 10, after: nil)
            #expect(junk.map(\.value) == ["office@x.kr"] && junk.first?.profiles == 5)
            #expect(try await world.lost() == ["office@x.kr"])
            let merges = try await MergeLog(database: world.database).page(
                causedBy: IdentityKey(trusted: .email, "office@x.kr"), limit: 100, before: nil)
            #expect(merges.count == 3 && merges.allSatisfy { $0.reason == .sameEmail })
            let unmerger = ProfileUnmerger(database: world.database, feed: world.feed, audit: world.audit)
            for merge in merges { _ = try await unmerger.undo(merge.id, note: "shared", by: actor, at: ProfileWorld.start) }
            #expect(try await world.profiles.counts() == ProfileCounts(living: 8, known: 0, merged: 0))
            // Released, it begins anew.
            try await world.desk.removeJunk("email", "office@x.kr", by: actor)
            try await world.ingest(Calls.identify(["userId": "kim"], ["email": "office@x.kr"], at: 500))
            #expect(try await world.person("email:office@x.kr")?.id == world.person("userId:kim")?.id)
        }
    }

    @Test("a value put on the list leaves whoever has it, also for events already waiting", arguments: TestEngine.available)
    func listed(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(Calls.identify(["userId": "kim"], ["email": "shop@x.kr"], at: 1))
            let waiting = try ProfileWorld.submission(
                [Calls.identify(["userId": "lee"], ["email": "SHOP@x.kr"], at: 2)], ids: world.ids, rules: world.rulebook.rules)
            _ = try await world.desk.addJunk("email", "Shop@x.kr", note: "the shop's own", by: actor, at: ProfileWorld.start)
            try await world.database.write { [feed = world.feed, parts = world.parts] tx in
                _ = try IngestBatch.apply([waiting], in: tx, feed: feed, parts: parts)
            }
            #expect(try await world.person("email:shop@x.kr") == nil)
            #expect(try await world.lost() == ["shop@x.kr"])
            let refused = try await world.desk.refusals(days: 7, now: ProfileWorld.start + .days(1))
            #expect(refused.map { "\($0.source) \($0.namespace) \($0.reason) \($0.refused)" } == ["web email junk 1"])
        }
    }

    @Test("what the chapter keeps of a person can be forgotten, and of nobody else", arguments: TestEngine.available)
    func forgotten(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            for user in ["kim", "lee", "park"] {
                try await world.ingest(Calls.identify(["userId": .init(user), "anonymousId": "tablet"], ["email": "a@x.kr"], at: 1))
            }
            try await world.ingest(Calls.track("Browse", ["anonymousId": "phone"], at: 2))
            try await world.ingest(Calls.track("Sign In", ["userId": "kim", "anonymousId": "phone"], at: 3))
            let kim = try #require(try await world.person("userId:kim"))
            let keys = kim.identities.map { IdentityKey(trusted: IdentityNamespace(rawValue: $0.namespace), $0.value) }
            try await world.database.write { try IdentityErasure.forget([kim.id] + kim.mergedIds, keys, in: $0) }
            for (table, columns) in [
                ("identity_sighting", ["witness"]), ("identity_conflict", ["profile_id", "owner_id"]),
                ("profile_merge", ["survivor", "merged"]),
            ] {
                for column in columns {
                    #expect(try await world.number("SELECT count(*) AS n FROM \(table) WHERE \(column) = $1", [kim.id]) == 0, "\(table)")
                }
            }
            #expect(try await world.number("SELECT count(*) AS n FROM identity_sighting WHERE value = 'tablet'") > 0, "others stay")
        }
    }

    @Test("a namespace of the company's own links people by a trait", arguments: TestEngine.available)
    func custom(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            let crm = NamespaceDefinition(
                IdentityNamespace(rawValue: "crmId"), priority: 15, holder: .person, valuesMax: 1, overflow: .refuseNewest,
                normalization: .custom(
                    CustomNormalization(isLowercased: false, removed: "-", digitsOnly: true, lengthMin: 6, lengthMax: 6)),
                trait: "crm_id")
            _ = try await world.desk.put(NamespaceDocument(crm), as: crm.namespace, version: 0, by: actor, at: ProfileWorld.start)
            try await world.ingest(Calls.identify(["anonymousId": "till"], ["crm_id": "123-456"], at: 1))
            try await world.ingest(Calls.identify(["userId": "kim"], ["crm_id": "123456"], at: 2))
            #expect(try await world.person("crmId:123456")?.id == world.person("userId:kim")?.id)
            await #expect(throws: IdentityRuleError.inUse) {
                try await edit(crm.namespace, world) { $0.normalization = .init(kind: .exact) }
            }
            await #expect(throws: IdentityRuleError.inUse) { try await world.desk.remove(crm.namespace, by: actor) }
        }
    }
}

extension ProfileWorld {
    fileprivate var desk: IdentityDesk { IdentityDesk(database: database, feed: feed, audit: audit) }

    /// The values the feed says people lost.
    fileprivate func lost() async throws -> [String] {
        let page = try await feed.page(FeedQuery(after: 0, limit: FeedQuery.limitMax))
        return try FeedBatch(page.body, after: 0).events.flatMap { event in
            (event.data["removedIdentities"]?.arrayValue ?? []).compactMap { $0["value"]?.stringValue }
        }
    }
}
