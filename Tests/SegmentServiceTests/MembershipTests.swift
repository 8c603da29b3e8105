import CommonModels
import SegmentDomain
import SegmentService
import TestFixtures
import Testing

@Suite("Memberships that stay true")
struct MembershipTests {
    private static let buyers = #"{"event":"Order Completed","count":{"atLeast":2},"within":"30d"}"#
    private let start = SegmentBench.start

    @Test("an event lets a person in, and the feed says so", arguments: TestEngine.available)
    func event(engine: TestEngine) async throws {
        try await SegmentBench.on(engine) { bench in
            let segment = try await bench.active("buyers", Self.buyers)
            let person: ProfileID = bench.ids.next()
            var script = FeedScript()
            try await bench.apply([script.event("Order Completed", of: person, at: start)])
            #expect(try await bench.members(segment) == [])
            try await bench.apply([script.event("Order Completed", of: person, at: start)])
            #expect(try await bench.members(segment) == [person])
            let told = try await bench.told()
            #expect(told.map(\.type) == [FeedEventType.segmentEntered])
            #expect(told.first?.profile == person.rawValue && told.first?.reason == "event")
            #expect(told.first?.seen == FeedPositions([.profile: 2]), "it came of the second event")
            #expect(try await bench.segments.segment(segment)?.size == 1)
        }
    }

    @Test("a batch that comes again changes nothing", arguments: TestEngine.available)
    func repeated(engine: TestEngine) async throws {
        try await SegmentBench.on(engine) { bench in
            let segment = try await bench.active("buyers", Self.buyers)
            let person: ProfileID = bench.ids.next()
            var script = FeedScript()
            let batch = [script.event("Order Completed", of: person, at: start), script.traits(["country": "KR"], of: person, at: start)]
            for _ in 0..<3 { try await bench.apply(batch) }
            #expect(try await bench.members(segment) == [])
            #expect(try await bench.told().isEmpty)
        }
    }

    @Test("a person leaves when only time has passed, to the microsecond", arguments: TestEngine.available)
    func clock(engine: TestEngine) async throws {
        try await SegmentBench.on(engine) { bench in
            let segment = try await bench.active("buyers", Self.buyers)
            let person: ProfileID = bench.ids.next()
            var script = FeedScript()
            try await bench.apply([
                script.event("Order Completed", of: person, at: start - .days(20)),
                script.event("Order Completed", of: person, at: start - .days(5)),
            ])
            bench.time.set(start + .days(10) - .microseconds(1))
            #expect(await bench.clock.tick() == .microseconds(1))
            #expect(try await bench.members(segment) == [person])
            bench.time.set(start + .days(10))
            _ = await bench.clock.tick()
            #expect(try await bench.members(segment) == [])
            #expect(try await bench.told().last?.reason == "time")
            #expect(try await bench.segments.segment(segment)?.size == 0)
        }
    }

    @Test("with nothing due the clock sleeps until woken")
    func noPolling() async throws {
        try await SegmentBench.on(.sqlite) { bench in
            try await bench.active("korea", #"{"trait":"country","is":"KR"}"#)
            var script = FeedScript()
            try await bench.apply([script.traits(["country": "KR"], of: bench.ids.next(), at: start)])
            #expect(await bench.clock.tick() == nil)
        }
    }

    @Test("a consent that runs out ends the membership", arguments: TestEngine.available)
    func consent(engine: TestEngine) async throws {
        try await SegmentBench.on(engine) { bench in
            let segment = try await bench.active("reachable", #"{"consent":{"purpose":"marketing","channel":"email"}}"#)
            let person: ProfileID = bench.ids.next()
            var script = FeedScript()
            try await bench.apply([script.consent(.granted, of: person, at: start, expiresAt: start + .days(365))])
            #expect(try await bench.members(segment) == [person])
            bench.time.set(start + .days(365))
            _ = await bench.clock.tick()
            #expect(try await bench.members(segment) == [])
        }
    }

    @Test("whoever restricted the use of their data, or objected to profiling, is on no list", arguments: TestEngine.available)
    func restricted(engine: TestEngine) async throws {
        try await SegmentBench.on(engine) { bench in
            let segment = try await bench.active("korea", #"{"trait":"country","is":"KR"}"#)
            let people: [ProfileID] = (0..<4).map { _ in bench.ids.next() }
            var script = FeedScript()
            try await bench.apply(people.map { script.traits(["country": "KR"], of: $0, at: start) })
            try await bench.apply([
                script.rights(UseRestriction(isRestricted: true, objections: []), of: people[0], at: start),
                script.rights(UseRestriction(isRestricted: false, objections: [.personalization]), of: people[1], at: start),
                script.rights(UseRestriction(isRestricted: false, objections: [.marketing]), of: people[2], at: start),
            ])
            #expect(try await bench.members(segment) == [people[2], people[3]])
            let forMarketing = try await bench.memberships.members(of: segment, for: .marketing, after: nil, limit: 9)
            #expect(forMarketing.map(\.profileId) == [people[3]])
            try await bench.apply([script.rights(.none, of: people[0], at: start)])
            #expect(try await bench.members(segment) == [people[0], people[2], people[3]])
        }
    }

    @Test("a late event counts at its own time", arguments: TestEngine.available)
    func late(engine: TestEngine) async throws {
        try await SegmentBench.on(engine) { bench in
            let segment = try await bench.active("buyers", Self.buyers)
            let person: ProfileID = bench.ids.next()
            var script = FeedScript()
            try await bench.apply([script.event("Order Completed", of: person, at: start - .days(2))])
            try await bench.apply([script.event("Order Completed", of: person, at: start - .days(40), received: start)])
            #expect(try await bench.members(segment) == [])
            try await bench.apply([script.event("Order Completed", of: person, at: start - .days(29), received: start)])
            #expect(try await bench.members(segment) == [person])
            bench.time.advance(by: .days(1))
            _ = await bench.clock.tick()
            #expect(try await bench.members(segment) == [])
        }
    }

    @Test("a merge gives the survivor both histories and lets the other id go", arguments: TestEngine.available)
    func merge(engine: TestEngine) async throws {
        try await SegmentBench.on(engine) { bench in
            let buyers = try await bench.active("buyers", Self.buyers)
            let korea = try await bench.active("korea", #"{"trait":"country","is":"KR"}"#)
            let (kept, gone): (ProfileID, ProfileID) = (bench.ids.next(), bench.ids.next())
            var script = FeedScript()
            try await bench.apply([
                script.event("Order Completed", of: kept, at: start), script.event("Order Completed", of: gone, at: start),
                script.traits(["country": "KR"], of: gone, at: start),
            ])
            #expect(try await bench.members(korea) == [gone])
            try await bench.apply([script.merge(gone, into: kept, at: start)])
            #expect(try await bench.members(buyers) == [kept])
            #expect(try await bench.members(korea) == [kept])
            try await bench.apply([script.traits(["country": "JP"], of: gone, at: start + .seconds(1))])
            #expect(try await bench.members(korea) == [], "what still names the old id belongs to the survivor")
            let (living, found) = try await bench.memberships.explainMemberships(of: gone)
            #expect(living == kept && found.map(\.segment.id) == [buyers])
        }
    }

    @Test("an erased person is in nothing", arguments: TestEngine.available)
    func erase(engine: TestEngine) async throws {
        try await SegmentBench.on(engine) { bench in
            let segment = try await bench.active("buyers", #"{"event":"Order Completed","within":"30d"}"#)
            let person: ProfileID = bench.ids.next()
            var script = FeedScript()
            try await bench.apply([script.event("Order Completed", of: person, at: start)])
            try await bench.apply([script.erase(person, at: start)])
            #expect(try await bench.members(segment) == [])
            #expect(try await bench.told().map(\.reason) == ["event", "erasure"])
            bench.time.advance(by: .days(60))
            _ = await bench.clock.tick()
            #expect(try await bench.told().count == 2)
        }
    }

    @Test("a person seen for the first time is measured against every segment")
    func newcomer() async throws {
        try await SegmentBench.on(.sqlite) { bench in
            let quiet = try await bench.active("quiet", #"{"not":{"event":"Order Completed"}}"#)
            let person: ProfileID = bench.ids.next()
            var script = FeedScript()
            try await bench.apply([script.event("Product Viewed", of: person, at: start)])
            #expect(try await bench.members(quiet) == [person])
        }
    }
}
