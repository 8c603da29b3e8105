import CommonModels
import DecisionDomain
import StorageKit
import TestFixtures
import Testing

@testable import DecisionService

@Suite("Retention of decisions")
struct DecisionSweepTests {
    @Test("old decisions and their feedback go; counters, arms, results and everything younger stay", arguments: TestEngine.available)
    func sweep(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine) { stage in
            try await stage.savePlacement()
            let offer = try await stage.saveOffer("tea", #""caps":[{"key":"thrice","limit":3,"window":"lifetime"}]"#)
            let person = DecisionStage.person(1)
            try await stage.introduce(person, userID: "u1")
            let old = try await stage.decide(person, requestID: "first")
            #expect(try await stage.feedback("f1", old, "click"))
            stage.time.advance(by: .days(30))
            let young = try await stage.decide(person)
            #expect(try await stage.feedback("f2", young, "click"))
            stage.time.advance(by: .days(371))
            let sweep = DecisionSweep(database: stage.database, clock: stage.time.clock, keep: .days(400))
            var removed = 0
            while true {
                let count = try await sweep.step()
                if count == 0 { break }
                removed += count
            }
            #expect(removed == 2)
            #expect(try await stage.database.read { try $0.row("SELECT count(*) AS n FROM decision_place")?.int("n") } == 1)
            let kept = try await stage.log.list(of: person, before: nil, limit: 10).map(\.id.rawValue)
            #expect(kept == [young["decisionId"]?.stringValue])
            await #expect(throws: FeedbackError.unknownDecision) { _ = try await stage.feedback("f3", old, "click") }
            let results = try await OfferResultStore(database: stage.database).results(of: offer.id)
            #expect(results.json["clicks"] == 2)
            // Two of three are used, also where the decision is forgotten.
            #expect(try await stage.decide(person)["offer"]?["key"] == "tea")
            #expect(try await stage.decide(person)["offer"] == nil)
        }
    }

    @Test(
        "what is removed is found through an index", arguments: TestEngine.available,
        [DecisionSweep.feedbackSQL, DecisionSweep.decisionsSQL])
    func plan(engine: TestEngine, sql: String) async throws {
        try await DecisionStage.run(on: engine) { stage in
            let plan = try await stage.database.queryPlan(sql, ["dec_0", 10])
            #expect(QueryPlan.fullScans(plan, on: stage.database.engine).isEmpty, "\(plan)")
        }
    }
}
