import CommonModels
import RuleKit
import SegmentDomain
import SegmentService
import TestFixtures
import Testing

/// Random lives of a few people, with late events, merges, erasures and leaps of the clock; after every step the stored
/// memberships must equal those recomputed from the whole log.
@Suite("Memberships against brute force")
struct MembershipSimulationTests {
    private static let rules = [
        #"{"event":"Order Completed","count":{"atLeast":2},"within":"3d"}"#,
        #"{"event":"Order Completed","sum":"revenue","atLeast":100,"within":"5d","where":[{"property":"revenue","atLeast":10}]}"#,
        #"{"any":[{"trait":"country","is":"KR"},{"event":"Product Viewed","lastSeen":{"olderThan":"2d"}}]}"#,
        #"{"all":[{"consent":{"purpose":"marketing","channel":"email"}},{"not":{"event":"Order Completed","within":"1d"}}]}"#,
        #"{"trait":"birthday","date":{"withinNext":"2d"}}"#,
        #"{"not":{"event":"Product Viewed"}}"#,
        #"{"percent":50,"seed":"half"}"#,
    ]

    /// What the log says about one living person.
    private struct Person {
        var sheet: FactSheet
        var traitTimes: [String: Instant] = [:]

        mutating func set(_ trait: String, _ value: JSONValue, at now: Instant) {
            sheet.traits[trait] = value
            traitTimes[trait] = now
        }

        /// Takes over another's history; of each trait and consent the later word counts.
        mutating func absorb(_ other: Person) {
            for name in ["Order Completed", "Product Viewed"] {
                for event in other.sheet.events(named: name) { sheet.record(event, named: name) }
            }
            for (name, time) in other.traitTimes where traitTimes[name].map({ time > $0 }) ?? true {
                sheet.traits[name] = other.sheet.traits[name]
                traitTimes[name] = time
            }
            guard let theirs = other.sheet.consents.first else { return }
            if sheet.consents.first.map({ theirs.at > $0.at }) ?? true { sheet.consents = [theirs] }
        }
    }

    private struct World {
        var people: [ProfileID: Person] = [:]
        var survivors: [ProfileID: ProfileID] = [:]

        func living(_ id: ProfileID) -> ProfileID { survivors[id] ?? id }

        mutating func merge(_ gone: ProfileID, into kept: ProfileID) {
            guard let other = people.removeValue(forKey: gone) else { return }
            people[kept]?.absorb(other)
            survivors = survivors.mapValues { $0 == gone ? kept : $0 }
            survivors[gone] = kept
        }

        mutating func erase(_ id: ProfileID) {
            people[id] = nil
            survivors = survivors.filter { $0.value != id }
        }
    }

    @Test("streaming, clock, merges and erasures give what the log gives", arguments: 0..<25, TestEngine.available)
    func simulation(seed: Int, engine: TestEngine) async throws {
        guard engine == .sqlite || seed < 3 else { return }
        try await SegmentBench.on(engine) { bench in
            var random = SeededRandom(seed: UInt64(seed))
            var segments: [(id: SegmentID, rule: CompiledRule)] = []
            for (number, rule) in Self.rules.enumerated() { segments.append(try await add("s\(number)", rule, bench)) }
            segments.append(try await add("nested", #"{"all":[{"segment":"\#(segments[2].id)"},{"not":{"segment":"\#(segments[0].id)"}}]}"#, bench))
            segments.append(try await add("deeper", #"{"any":[{"segment":"\#(segments[7].id)"},{"segment":"\#(segments[4].id)"}]}"#, bench))
            var script = FeedScript()
            var world = World()
            let ids: [ProfileID] = (0..<6).map { _ in bench.ids.next() }
            for step in 0..<60 {
                if Int.random(in: 0..<3, using: &random) == 0 {
                    bench.time.advance(by: .seconds(Int64.random(in: 1...100_000, using: &random)))
                } else {
                    let now = bench.time.clock.now()
                    let batch = (0..<Int.random(in: 1...4, using: &random)).map { _ in happen(to: ids, at: now, &world, &script, &random) }
                    try await bench.apply(batch)
                }
                _ = await bench.clock.tick()
                try await compare(segments, world, bench, "seed \(seed), step \(step)")
            }
        }
    }

    private func add(_ key: String, _ rule: String, _ bench: SegmentBench) async throws -> (id: SegmentID, rule: CompiledRule) {
        (try await bench.active(key, rule), CompiledRule(try bench.draft("x", rule).rule))
    }

    private func happen(
        to ids: [ProfileID], at now: Instant, _ world: inout World, _ script: inout FeedScript, _ random: inout SeededRandom
    ) -> CloudEvent {
        let id = ids[Int.random(in: 0..<ids.count, using: &random)]
        let living = world.living(id)
        var person = world.people[living] ?? Person(sheet: FactSheet(profileID: living))
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<9:
            let age = [0, 0, 0, 3_600, 40_000, 90_000, 180_000, 300_000, -50_000][Int.random(in: 0..<9, using: &random)]
            let time = now - .seconds(Int64(age))
            let name = Bool.random(using: &random) ? "Order Completed" : "Product Viewed"
            let properties: JSONObject = ["revenue": .integer(Int64.random(in: 0...90, using: &random))]
            person.sheet.record(EventFact(time: time, properties: properties), named: name)
            world.people[living] = person
            return script.event(name, of: id, at: time, properties, received: now)
        case 9..<15:
            let birthday = JSONValue.string((now + .seconds(Int64.random(in: -200_000...400_000, using: &random))).rfc3339)
            let (trait, value): (String, JSONValue) =
                [("country", "KR"), ("country", "US"), ("birthday", birthday)][Int.random(in: 0..<3, using: &random)]
            person.set(trait, value, at: now)
            world.people[living] = person
            return script.traits([trait: value], of: id, at: now)
        case 15..<18:
            let end = Bool.random(using: &random) ? now + .seconds(Int64.random(in: 1...200_000, using: &random)) : nil
            person.sheet.consents = [
                ConsentView(purpose: .marketing, channel: .email, status: .granted, at: now, source: "web", expiresAt: end)
            ]
            world.people[living] = person
            return script.consent(.granted, of: id, at: now, expiresAt: end)
        case 18:
            let other = world.living(ids[Int.random(in: 0..<ids.count, using: &random)])
            guard other != living, world.people[living] != nil, world.people[other] != nil else { return script.erase(SegmentBench.nobody, at: now) }
            world.merge(other, into: living)
            return script.merge(other, into: id, at: now)
        default:
            world.erase(living)
            return script.erase(living, at: now)
        }
    }

    private func compare(
        _ segments: [(id: SegmentID, rule: CompiledRule)], _ world: World, _ bench: SegmentBench, _ place: String
    ) async throws {
        let now = bench.time.clock.now()
        var expected: [SegmentID: Set<ProfileID>] = [:]
        for (id, person) in world.people {
            var sheet = person.sheet
            for (segment, rule) in segments where rule.matches(sheet, at: now) {
                sheet.segments.insert(segment)
                expected[segment, default: []].insert(id)
            }
        }
        for (number, segment) in segments.enumerated() {
            let stored = try await bench.members(segment.id)
            #expect(stored == expected[segment.id] ?? [], "\(place), rule \(number)")
            #expect(try await bench.segments.segment(segment.id).map { Int($0.size) } == stored.count, "\(place), rule \(number)")
        }
    }
}
