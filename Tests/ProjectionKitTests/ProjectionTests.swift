import CommonModels
import ProjectionKit
import RuleKit
import StorageKit
import TestFixtures
import Testing

@Suite("the projection of the feeds")
struct ProjectionTests {
    static let schema = [ProjectionSchema.migrations]

    @Test("knows traits, identities, consents and events of a person", arguments: TestEngine.available)
    func facts(engine: TestEngine) async throws {
        try await engine.withDatabase(Self.schema) { database in
            var script = FeedScript()
            let anna = script.profile()
            let changes = try await database.project([
                script.changed(anna, at: 1, traits: ["country": "KR", "tier": "gold"], email: "a@example.com", marketing: .granted),
                script.happened("Order Completed", to: anna, at: 3, properties: ["revenue": 12.5]),
                script.happened("Order Completed", to: anna, at: 2, properties: ["revenue": 7]),
                script.happened("Home", to: anna, at: 4, properties: ["name": "Main", "path": "/"], type: .page),
                script.changed(anna, at: 5, traits: ["country": "JP"], removed: ["tier"]),
            ])
            let facts = try await database.facts(anna)
            #expect(facts.trait("country") == "JP" && facts.trait("tier") == nil)
            #expect(facts.identity("email") == "a@example.com")
            #expect(facts.consent(.marketing, on: .email)?.status == .granted)
            let revenues = facts.events(named: "Order Completed").map { $0.properties["revenue"] }
            #expect(revenues == [7, 12.5])
            #expect(facts.events(named: "Page Viewed").first?.properties["name"] == "Home")
            #expect(facts.firstSeen == FeedScript.instant(1) && facts.lastSeen == FeedScript.instant(5))
            #expect(changes.touched[anna]?.traits == ["country", "tier"])
            #expect(changes.touched[anna]?.events == ["Order Completed", "Page Viewed"])
            #expect(changes.events.count == 3)
        }
    }

    @Test("keeps the later of two consents, also where the earlier one arrives last", arguments: TestEngine.available)
    func lateConsent(engine: TestEngine) async throws {
        try await engine.withDatabase(Self.schema) { database in
            var script = FeedScript()
            let anna = script.profile()
            try await database.project([
                script.changed(anna, at: 5, marketing: .withdrawn), script.changed(anna, at: 3, marketing: .granted),
            ])
            #expect(try await database.facts(anna).consent(.marketing, on: .email)?.status == .withdrawn)
            try await database.project([script.changed(anna, at: 4, marketing: .granted)])
            #expect(try await database.facts(anna).consent(.marketing, on: .email)?.status == .withdrawn)
            try await database.project([script.changed(anna, at: 5, marketing: .granted)])
            #expect(try await database.facts(anna).consent(.marketing, on: .email)?.status == .granted)
        }
    }

    @Test("says of somebody unknown that nothing is known", arguments: TestEngine.available)
    func unknown(engine: TestEngine) async throws {
        try await engine.withDatabase(Self.schema) { database in
            var script = FeedScript()
            let facts = try await database.facts(script.profile())
            #expect(!facts.isKnown && facts.events.isEmpty && facts.segments.isEmpty)
        }
    }

    @Test("moves a merged person's history to the survivor, and late events follow", arguments: TestEngine.available)
    func merge(engine: TestEngine) async throws {
        try await engine.withDatabase(Self.schema) { database in
            var script = FeedScript()
            let (survivor, merged, segment) = (script.profile(), script.profile(), script.segment())
            try await database.project([
                script.changed(survivor, at: 1, traits: ["city": "Seoul", "tier": "gold"], marketing: .granted),
                script.changed(merged, at: 2, traits: ["city": "Busan", "size": "M"], email: "m@example.com", marketing: .withdrawn),
                script.happened("Order Completed", to: merged, at: 3),
                script.membership(merged, segment, isMember: true, at: 4),
            ])
            let changes = try await database.project([
                script.happened("Order Completed", to: merged, at: 5), script.merged(merged, into: survivor, at: 6),
                script.happened("Order Completed", to: merged, at: 7),
            ])
            let facts = try await database.facts(merged)
            #expect(facts.profileID == survivor)
            #expect(facts.events(named: "Order Completed").map(\.time) == [3, 5, 7].map(FeedScript.instant))
            #expect(facts.trait("city") == "Busan" && facts.trait("tier") == "gold" && facts.trait("size") == "M")
            #expect(facts.identity("email") == "m@example.com")
            #expect(facts.consent(.marketing, on: .email)?.status == .withdrawn)
            #expect(facts.segments.isEmpty)
            #expect(changes.merges.map(\.merged) == [merged])
            #expect(changes.touched[survivor]?.isMerge == true && changes.touched[merged] == nil)
        }
    }

    @Test(
        "an un-merge gives the restored person their events back, also in the batch of the merge", arguments: TestEngine.available,
        [true, false])
    func unmerge(engine: TestEngine, isOneBatch: Bool) async throws {
        try await engine.withDatabase(Self.schema) { database in
            var script = FeedScript()
            let (survivor, merged, earlier, late) = (script.profile(), script.profile(), script.profile(), script.profile())
            let own = [script.happened("Visit", to: earlier, at: 1), script.happened("Visit", to: merged, at: 2)]
            let before =
                own + [
                    script.merged(earlier, into: merged, at: 3), script.happened("Visit", to: survivor, at: 3),
                    script.changed(survivor, at: 3, email: "both@example.com"), script.merged(merged, into: survivor, at: 4),
                ]
            let since = [script.happened("Visit", to: survivor, at: 5), script.happened("Visit", to: survivor, at: 6)]
            let ids = (own + since.prefix(1)).compactMap { $0.data["id"]?.stringValue }
            let after =
                script.unmerged(merged, [earlier], from: survivor, events: ids, at: 7)
                + [
                    script.changed(merged, at: 7, traits: ["size": "M"], email: "m@example.com"),
                    script.lost(survivor, email: "both@example.com", at: 7), script.happened("Visit", to: merged, at: 8),
                    script.happened("Visit", to: earlier, at: 9), script.happened("Visit", to: late, at: 9),
                ]
            var changes: ProjectionChanges?
            for batch in isOneBatch ? [before + since + after] : [before, since, after] { changes = try await database.project(batch) }
            #expect(changes?.unmerges.map(\.restored) == [merged] && changes?.unmerges.first?.survivor == survivor)
            #expect(changes?.touched[merged]?.isMerge == true && changes?.touched[survivor]?.isMerge == true)
            let facts = try await database.facts(merged)
            #expect(facts.profileID == merged)
            #expect(facts.events(named: "Visit").map(\.time) == [1, 2, 5, 8, 9].map(FeedScript.instant))
            #expect(facts.restriction.forbids(.marketing))
            #expect(facts.firstSeen == FeedScript.instant(1) && facts.identity("email") == "m@example.com")
            let kept = try await database.facts(survivor)
            #expect(kept.events(named: "Visit").map(\.time) == [3, 6].map(FeedScript.instant))
            #expect(kept.identities.isEmpty && kept.restriction.isNone)
            #expect(try await database.facts(earlier).profileID == merged, "the older id names the restored person")
        }
    }

    @Test("a chain of merges ends at the last survivor", arguments: TestEngine.available)
    func chain(engine: TestEngine) async throws {
        try await engine.withDatabase(Self.schema) { database in
            var script = FeedScript()
            let people = (0..<4).map { _ in script.profile() }
            try await database.project(people.map { script.happened("Visit", to: $0, at: 1) })
            for index in 0..<3 { try await database.project([script.merged(people[index], into: people[index + 1], at: 2 + index)]) }
            for person in people {
                let facts = try await database.facts(person)
                #expect(facts.profileID == people[3])
                #expect(facts.events(named: "Visit").count == 4)
            }
        }
    }

    @Test("forgets an erased person, also what the same batch said before", arguments: TestEngine.available)
    func erase(engine: TestEngine) async throws {
        try await engine.withDatabase(Self.schema) { database in
            var script = FeedScript()
            let (anna, old, other, segment) = (script.profile(), script.profile(), script.profile(), script.segment())
            try await database.project([
                script.changed(anna, at: 1, traits: ["city": "Seoul"]), script.happened("Visit", to: other, at: 1),
                script.happened("Visit", to: old, at: 1), script.merged(old, into: anna, at: 2),
                script.membership(anna, segment, isMember: true, at: 2),
            ])
            let changes = try await database.project([script.happened("Visit", to: anna, at: 3), script.erased(anna, at: 4)])
            #expect(changes.erased == [anna] && changes.events.isEmpty && changes.touched[anna] == nil)
            let dump = try await database.projectionDump()
            #expect(!dump.contains { $0.contains(anna.rawValue) || $0.contains(old.rawValue) })
            #expect(dump.count == 2)
        }
    }

    @Test("keeps the last word on a membership", arguments: TestEngine.available)
    func memberships(engine: TestEngine) async throws {
        try await engine.withDatabase(Self.schema) { database in
            var script = FeedScript()
            let (anna, first, second) = (script.profile(), script.segment(), script.segment())
            let changes = try await database.project([
                script.changed(anna, at: 0, traits: ["city": "Seoul"]),
                script.membership(anna, first, isMember: true, at: 1), script.membership(anna, second, isMember: true, at: 1),
                script.membership(anna, first, isMember: false, at: 2),
            ])
            let facts = try await database.facts(anna)
            #expect(facts.segments == [second])
            #expect(changes.memberships.count == 3)
            try await database.project([script.membership(anna, second, isMember: false, at: 3)])
            let later = try await database.facts(anna)
            #expect(later.segments.isEmpty)
        }
    }

    @Test("refuses an event of ours that lacks its members, so that it is set aside with a reason", arguments: TestEngine.available)
    func malformed(engine: TestEngine) async throws {
        try await engine.withDatabase(Self.schema) { database in
            let event = CloudEvent(
                id: "7", type: FeedEventType.customerEvent, source: "/profile", time: .epoch, subject: nil, data: ["profileId": "nobody"])
            await #expect(throws: ProjectionError.malformed(eventID: "7", type: FeedEventType.customerEvent)) {
                try await database.project([event])
            }
            let unknownType = CloudEvent(id: "8", type: "io.maru.other", source: "/x", time: .epoch, subject: nil, data: .null)
            let changes = try await database.project([unknownType])
            #expect(changes.isEmpty)
        }
    }

    @Test("reads of a life only what rules look at", arguments: TestEngine.available)
    func neededScope(engine: TestEngine) async throws {
        try await engine.withDatabase(Self.schema) { database in
            var script = FeedScript()
            let anna = script.profile()
            try await database.project(
                (0..<100).map {
                    script.happened($0 % 2 == 0 ? "Visit" : "Order Completed", to: anna, at: $0 * 3_600, properties: ["revenue": 1])
                })
            let rule = try Rule(json: ["event": "Visit", "count": ["atLeast": 2], "within": "1d"])
            let scope = ProjectionReader.Scope.needed(CompiledRule(rule).references, now: FeedScript.instant(99 * 3_600))
            let facts = try await database.facts(anna, scope)
            #expect(facts.events(named: "Order Completed").isEmpty)
            #expect(facts.events(named: "Visit").count == 12)
            #expect(facts.events(named: "Visit").allSatisfy { $0.properties.isEmpty })
        }
    }

    @Test("reads nothing from end to end", arguments: TestEngine.available)
    func plans(engine: TestEngine) async throws {
        try await engine.withDatabase(Self.schema) { database in
            let queries: [(String, [any SQLBindable])] = [
                ("SELECT * FROM projected_profile WHERE profile_id IN ($1,$2)", ["a", "b"]),
                ("SELECT survivor_id FROM projected_alias WHERE profile_id = $1", ["a"]),
                ("DELETE FROM projected_alias WHERE survivor_id = $1", ["a"]),
                ("SELECT segment_id FROM projected_membership WHERE profile_id IN ($1,$2)", ["a", "b"]),
                (
                    """
                    SELECT profile_id, name, time, properties FROM projected_event
                    WHERE profile_id IN ($1,$2) AND name IN ($3) AND time > $4 ORDER BY profile_id, name, time
                    """, ["a", "b", "Visit", 5]
                ),
            ]
            for (sql, arguments) in queries {
                let plan = try await database.queryPlan(sql, arguments)
                #expect(QueryPlan.fullScans(plan, on: database.engine) == [], "\(sql)")
            }
        }
    }
}
