import CommonModels
import DecisionDomain
import StorageKit
import TestFixtures
import Testing

@testable import DecisionService

@Suite("Exact caps")
struct CapSimulationTests {
    /// What a plain reading of the caps of these tests says: every use with its time.
    private struct Model {
        var uses: [ProfileID: [Instant]] = [:]
        var survivors: [ProfileID: ProfileID] = [:]

        func living(_ person: ProfileID) -> ProfileID { survivors[person].map(living) ?? person }

        /// At most 3 in any hour for a person, at most 12 in all on a day (UTC).
        func admits(_ person: ProfileID, at now: Instant) -> Bool {
            let hour = (uses[living(person)] ?? []).count { $0 > now - .hours(1) }
            let day = now.utcDay
            let today = uses.values.joined().count { $0.utcDay == day }
            return hour < 3 && today < 12
        }

        mutating func use(_ person: ProfileID, at now: Instant) { uses[living(person), default: []].append(now) }

        mutating func merge(_ merged: ProfileID, into survivor: ProfileID) {
            let (from, to) = (living(merged), living(survivor))
            guard from != to else { return }
            uses[to, default: []] += uses.removeValue(forKey: from) ?? []
            survivors[from] = to
        }
    }

    private static let caps = #"""
        "caps":[{"key":"hourly","limit":3,"window":{"rolling":"1h"}},
        {"key":"daily","per":"total","limit":12,"window":{"calendar":"day","timeZone":"UTC"}}]
        """#

    @Test("every decision equals the plain reading, over merges, retries and time", arguments: TestEngine.available, [UInt64(1), 2, 3])
    func simulation(engine: TestEngine, seed: UInt64) async throws {
        try await DecisionStage.run(on: engine, replicas: 2) { stage in
            try await stage.savePlacement()
            try await stage.saveOffer("coupon", Self.caps)
            var random = SeededRandom(seed: seed)
            var model = Model()
            var answered: [(id: String, person: ProfileID, answer: JSONValue)] = []
            for step in 0..<250 {
                let person = DecisionStage.person(Int.random(in: 0..<6, using: &random))
                switch Int.random(in: 0..<20, using: &random) {
                case 0:
                    let other = DecisionStage.person(Int.random(in: 0..<6, using: &random))
                    let (from, to) = (model.living(other), model.living(person))
                    guard from != to else { continue }
                    try await stage.merge(from, into: to)
                    model.merge(from, into: to)
                case 1..<4: stage.time.advance(by: .minutes(Int64.random(in: 1...90, using: &random)))
                case 4..<6:
                    guard let old = answered.randomElement(using: &random) else { continue }
                    let again = try await stage.decide(old.person, replica: Int.random(in: 0..<2, using: &random), requestID: old.id)
                    #expect(again["decisionId"] == old.answer["decisionId"], "seed \(seed) step \(step)")
                default:
                    stage.time.advance(by: .milliseconds(Int64.random(in: 1...60_000, using: &random)))
                    let now = stage.time.clock.now()
                    let expected = model.admits(person, at: now)
                    let answer = try await stage.decide(person, replica: Int.random(in: 0..<2, using: &random), requestID: "r\(step)")
                    #expect((answer["offer"] != nil) == expected, "seed \(seed) step \(step)")
                    if answer["offer"] != nil { model.use(person, at: now) }
                    answered.append(("r\(step)", person, answer))
                }
            }
        }
    }

    @Test("concurrent requests on several replicas never pass a limit, and use it up", arguments: TestEngine.available)
    func concurrency(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine, replicas: 3) { stage in
            try await stage.savePlacement()
            try await stage.saveOffer(
                "coupon",
                #""caps":[{"key":"mine","limit":2,"window":{"rolling":"1h"}},{"key":"stock","per":"total","limit":25,"window":"lifetime"}]"#
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                for request in 0..<240 {
                    group.addTask { _ = try await stage.decide(DecisionStage.person(request % 20), replica: request % 3) }
                }
                try await group.waitForAll()
            }
            let counts = try await stage.database.read { tx in
                try tx.rows("SELECT profile_id, COUNT(*) AS n FROM decision WHERE offers <> '' GROUP BY profile_id").map { try $0.int("n") }
            }
            #expect(counts.allSatisfy { $0 <= 2 })
            #expect(counts.reduce(0, +) == 25)
            let all = try await stage.database.read { try $0.row("SELECT COUNT(*) AS n FROM decision")?.int("n") }
            #expect(all == 240)
        }
    }

    @Test("a merge in the middle of a burst does not open the cap again", arguments: TestEngine.available)
    func mergeInBurst(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine, replicas: 2) { stage in
            try await stage.savePlacement()
            try await stage.saveOffer("coupon", #""caps":[{"key":"once","limit":4,"window":"lifetime"}]"#)
            let (one, other) = (DecisionStage.person(1), DecisionStage.person(2))
            for _ in 0..<2 {
                _ = try await stage.decide(one)
                _ = try await stage.decide(other, replica: 1)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for request in 0..<30 {
                    group.addTask { _ = try await stage.decide(request.isMultiple(of: 2) ? one : other, replica: request % 2) }
                    if request == 10 { group.addTask { try await stage.merge(other, into: one) } }
                }
                try await group.waitForAll()
            }
            // Each had two uses before they were one: what came between counts for the one they are now.
            let before = try await stage.database.read {
                try $0.row("SELECT COUNT(*) AS n FROM decision WHERE profile_id = $1 AND offers <> ''", [one])?.int("n") ?? 0
            }
            #expect((4...8).contains(before))
            let capped = try await stage.decide(other, replica: 1)
            #expect(capped["offer"] == nil)
            let ledger = try await stage.database.read { tx in
                try tx.rows("SELECT subject, uses FROM cap_counter").map { (try $0.text("subject"), CapLedger(text: try $0.text("uses"))) }
            }
            #expect(ledger.map(\.0) == [one.rawValue])
            #expect(ledger.first?.1?.uses.reduce(0) { $0 + $1.count } == before)
        }
    }

    @Test("caps of placement, channel, category and everything hold together", arguments: TestEngine.available)
    func scopes(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine) { stage in
            try await stage.savePlacement(#""caps":[{"key":"place","limit":9,"window":"lifetime"}]"#)
            try await stage.saveOffer("a", #""priority":3,"categories":["coupon"]"#)
            try await stage.saveOffer("b", #""priority":2"#)
            try await stage.save(SharedCap.self, #"{"key":"coupons","scope":{"category":"coupon"},"limit":2,"window":"lifetime"}"#)
            try await stage.save(SharedCap.self, #"{"key":"web","scope":{"channel":"web"},"limit":6,"window":"lifetime"}"#)
            try await stage.save(SharedCap.self, #"{"key":"mail","scope":{"channel":"email"},"limit":1,"window":"lifetime"}"#)
            try await stage.save(SharedCap.self, #"{"key":"all","scope":"overall","per":"total","limit":7,"window":"lifetime"}"#)
            var got: [String] = []
            for _ in 0..<8 { got.append(try await stage.decide(DecisionStage.person(1))["offer"]?["key"]?.stringValue ?? "-") }
            #expect(got == ["a", "a", "b", "b", "b", "b", "-", "-"])
            #expect(try await stage.decide(DecisionStage.person(2))["offer"]?["key"] == "a")
            let last = try await stage.decide(DecisionStage.person(3), explain: true)
            #expect(last["offer"] == nil)
            #expect(last["candidates"]?.arrayValue?.compactMap { $0["cap"]?.stringValue } == ["overall/all", "overall/all"])
        }
    }

    @Test("impressions and clicks count once each, and close the offer at the limit", arguments: TestEngine.available)
    func feedbackCaps(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine, replicas: 2) { stage in
            try await stage.savePlacement()
            try await stage.saveOffer(
                "shown",
                #""caps":[{"key":"seen","counts":"impression","limit":2,"window":{"rolling":"1h"}},{"key":"done","counts":"click","limit":5,"window":"lifetime"}]"#
            )
            let person = DecisionStage.person(1)
            let first = try await stage.decide(person)
            for attempt in 0..<3 {
                #expect(try await stage.feedback("i1", first, "impression", replica: attempt % 2) == (attempt == 0))
            }
            let second = try await stage.decide(person)
            #expect(second["offer"] != nil)
            #expect(try await stage.feedback("i2", second, "impression", replica: 1))
            #expect(try await stage.decide(person, replica: 1)["offer"] == nil)
            stage.first.cache.clear()
            #expect(try await stage.decide(person)["offer"] == nil)
            stage.time.advance(by: .hours(1))
            #expect(try await stage.decide(person)["offer"] != nil)
        }
    }
}
