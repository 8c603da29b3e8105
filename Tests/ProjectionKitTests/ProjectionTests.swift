import CommonModels
import ProjectionKit
import RuleKit
import StorageKit
import TestFixtures
import Testing

@Suite("The projection of people from the feeds")
struct ProjectionTests {
    private let start = Instant(secondsSince1970: 1_790_000_000)
    private let ids = IDGenerator.sequential()

    private func event(_ type: String, _ data: JSONValue, at time: Instant) -> CloudEvent {
        CloudEvent(id: "1", type: type, source: "/profile", time: time, subject: nil, data: data)
    }

    private func track(
        _ name: String, of profile: ProfileID, at time: Instant, type: CustomerEventType = .track, _ properties: JSONObject = [:]
    ) -> CloudEvent {
        let event = CustomerEvent(
            id: ids.next(), messageId: "m", profileId: profile, type: type, name: name, userId: nil, anonymousId: nil, time: time,
            receivedAt: time, source: "web", properties: properties, context: [:])
        return self.event(FeedEventType.customerEvent, event.json, at: time)
    }

    private func traits(_ traits: JSONObject, of profile: ProfileID, at time: Instant, removed: [JSONValue] = []) -> CloudEvent {
        let views = traits.mapValues { value -> JSONValue in ["value": value, "at": .string(time.rfc3339), "source": "web"] }
        return event(
            FeedEventType.profileChanged,
            ["profileId": .string(profile.rawValue), "traits": .object(views), "removedTraits": .array(removed)], at: time)
    }

    private func apply(_ events: [CloudEvent], to database: any Database) async throws -> ProjectionChanges {
        try await database.write { tx in try ProjectionApplier().apply(events, in: tx) }
    }

    private func facts(_ id: ProfileID, _ scope: ProjectionReader.Scope = .everything, in database: any Database) async throws -> ProfileFacts {
        try await database.read { tx in try ProjectionReader().facts(for: id, scope, in: tx) }
    }

    @Test("what the feed tells can be asked as facts", arguments: TestEngine.available)
    func roundTrip(engine: TestEngine) async throws {
        try await engine.withDatabase([ProjectionSchema.migrations]) { database in
            let person: ProfileID = ids.next()
            let changes = try await apply(
                [
                    traits(["country": "KR", "age": 31], of: person, at: start),
                    track("Order Completed", of: person, at: start, ["revenue": 120]),
                    track("Home", of: person, at: start + .seconds(1), type: .page),
                    event(
                        FeedEventType.profileChanged,
                        [
                            "profileId": .string(person.rawValue),
                            "identities": [["namespace": "email", "value": "a@b.kr", "firstSeen": .string(start.rfc3339), "lastSeen": .string(start.rfc3339)]],
                            "consents": [["purpose": "marketing", "channel": "email", "status": "granted", "at": .string(start.rfc3339), "source": "web"]],
                        ], at: start),
                ], to: database)
            #expect(changes.touched[person]?.traits == ["country", "age"])
            #expect(changes.touched[person]?.events == ["Order Completed", "Page Viewed"])
            #expect(changes.touched[person]?.isNew == true)
            let facts = try await facts(person, in: database)
            #expect(facts.trait("age") == 31 && facts.trait("country") == "KR")
            #expect(facts.events(named: "Order Completed").first?.properties["revenue"] == 120)
            #expect(facts.events(named: "Page Viewed").first?.properties["name"] == "Home")
            #expect(facts.identity("email") == "a@b.kr")
            #expect(facts.consent(.marketing, on: .email)?.status == .granted)
            #expect(facts.firstSeen == start && facts.lastSeen == start + .seconds(1))
        }
    }

    @Test("a batch applied again changes nothing", arguments: TestEngine.available)
    func idempotent(engine: TestEngine) async throws {
        try await engine.withDatabase([ProjectionSchema.migrations]) { database in
            let person: ProfileID = ids.next()
            let batch = [track("A", of: person, at: start), traits(["x": 1], of: person, at: start)]
            _ = try await apply(batch, to: database)
            let again = try await apply(batch, to: database)
            #expect(again.touched[person]?.isNew == false)
            #expect(try await facts(person, in: database).events(named: "A").count == 1)
        }
    }

    @Test("removed traits are gone", arguments: TestEngine.available)
    func removed(engine: TestEngine) async throws {
        try await engine.withDatabase([ProjectionSchema.migrations]) { database in
            let person: ProfileID = ids.next()
            _ = try await apply([traits(["x": 1, "y": 2], of: person, at: start), traits([:], of: person, at: start, removed: ["x"])], to: database)
            let facts = try await facts(person, in: database)
            #expect(facts.trait("x") == nil && facts.trait("y") == 2)
        }
    }

    @Test("a rule's references bound what is read", arguments: TestEngine.available)
    func needed(engine: TestEngine) async throws {
        try await engine.withDatabase([ProjectionSchema.migrations]) { database in
            let person: ProfileID = ids.next()
            _ = try await apply(
                (0..<10).map { track("A", of: person, at: start - .days(Int64($0)), ["n": 1]) } + [track("B", of: person, at: start), track("C", of: person, at: start)],
                to: database)
            let rule = try Rule(
                json: JSONValue(parsing: #"{"any":[{"event":"A","within":"3d","where":[{"property":"n","is":1}]},{"event":"B","firstSeen":{"within":"1d"}}]}"#))
            let facts = try await facts(person, .needed(RuleReferences(of: rule), now: start), in: database)
            #expect(facts.events(named: "A").map(\.time) == [2, 1, 0].map { start - .days($0) })
            #expect(facts.events(named: "A").first?.properties["n"] == 1)
            #expect(facts.events(named: "B").count == 1 && facts.events(named: "B").first?.properties.isEmpty == true)
            #expect(facts.events(named: "C").isEmpty)
        }
    }

    @Test("after a merge both ids answer as the survivor", arguments: TestEngine.available)
    func merge(engine: TestEngine) async throws {
        try await engine.withDatabase([ProjectionSchema.migrations]) { database in
            let (kept, middle, gone): (ProfileID, ProfileID, ProfileID) = (ids.next(), ids.next(), ids.next())
            func merged(_ id: ProfileID, into survivor: ProfileID) -> CloudEvent {
                event(
                    FeedEventType.profileMerged,
                    ["profileId": .string(survivor.rawValue), "mergedProfileId": .string(id.rawValue), "reason": "test"], at: start)
            }
            _ = try await apply(
                [
                    track("A", of: gone, at: start), traits(["x": "old"], of: kept, at: start), traits(["x": "new", "y": 1], of: gone, at: start + .seconds(5)),
                    track("A", of: kept, at: start), merged(gone, into: middle),
                ], to: database)
            let changes = try await apply([merged(middle, into: kept), track("A", of: gone, at: start + .seconds(9))], to: database)
            #expect(changes.touched[kept]?.isMerge == true && changes.events.map(\.profileID) == [kept])
            for id in [kept, middle, gone] {
                let facts = try await facts(id, in: database)
                #expect(facts.profileID == kept)
                #expect(facts.events(named: "A").count == 3)
                #expect(facts.trait("x") == "new" && facts.trait("y") == 1)
            }
        }
    }

    @Test("an erased person leaves no row", arguments: TestEngine.available)
    func erased(engine: TestEngine) async throws {
        try await engine.withDatabase([ProjectionSchema.migrations]) { database in
            let person: ProfileID = ids.next()
            let changes = try await apply(
                [
                    track("A", of: person, at: start), traits(["x": 1], of: person, at: start),
                    event(FeedEventType.profileErased, ["profileId": .string(person.rawValue)], at: start),
                ], to: database)
            #expect(changes.erased == [person] && changes.touched[person] == nil && changes.events.isEmpty)
            for table in ["projected_profile", "projected_event", "projected_alias", "projected_membership"] {
                let count = try await database.read { tx in try tx.row("SELECT COUNT(*) AS n FROM \(table)")?.integer("n") }
                #expect(count == 0, "\(table)")
            }
        }
    }

    @Test("memberships follow Segment's feed", arguments: TestEngine.available)
    func memberships(engine: TestEngine) async throws {
        try await engine.withDatabase([ProjectionSchema.migrations]) { database in
            let person: ProfileID = ids.next()
            let segment: SegmentID = ids.next()
            func change(_ type: String) -> CloudEvent {
                event(type, ["profileId": .string(person.rawValue), "segmentId": .string(segment.rawValue), "at": .string(start.rfc3339), "reason": "event", "version": 1], at: start)
            }
            _ = try await apply([traits(["x": 1], of: person, at: start), change(FeedEventType.segmentEntered)], to: database)
            #expect(try await facts(person, in: database).isMember(of: segment))
            let changes = try await apply([change(FeedEventType.segmentEntered), change(FeedEventType.segmentLeft)], to: database)
            #expect(changes.memberships.map(\.isMember) == [true, false])
            #expect(try await !facts(person, in: database).isMember(of: segment))
        }
    }

    @Test("an event of ours without its members is refused, not skipped")
    func malformed() async throws {
        try await TestEngine.sqlite.withDatabase([ProjectionSchema.migrations]) { database in
            await #expect(throws: ProjectionError.malformed(eventID: "1", type: FeedEventType.profileErased)) {
                _ = try await apply([event(FeedEventType.profileErased, [:], at: start)], to: database)
            }
        }
    }
}
