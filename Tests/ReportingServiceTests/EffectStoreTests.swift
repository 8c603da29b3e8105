import CommonModels
import ReportingDomain
import StorageKit
import TestFixtures
import Testing

@testable import ReportingService

@Suite("Holdout effect from facts")
struct EffectStoreTests {
    private func tally(_ facts: Facts, _ database: any Database) async throws -> EffectTally {
        let revenue = try #require(try ReadyMadeKPIs.definitions().first { $0.key == "revenue" })
        let measure = try #require(revenue.formula.measures.first)
        let days = FiscalCalendar.utc.days(of: try #require(Quarter("2026Q1")))
        return try await EffectStore(database: database).tally(
            experiment: GlobalHoldout.key, measure: measure, currency: "GBP", periods: [days])
    }

    @Test("revenue counts from the first day in the arm, people without revenue count with zero", arguments: TestEngine.available)
    func samples(engine: TestEngine) async throws {
        try await engine.withDatabase(Facts.migrations) { database in
            let facts = Facts(database)
            try await facts.keepReadyMade()
            let (a, b, c) = (facts.profile(), facts.profile(), facts.profile())
            try await facts.apply(
                try facts.order(a, "2026-01-01T10:00:00Z", "100", order: "0"), try facts.viewed(a, "treated", "2026-01-02T10:00:00Z"),
                try facts.order(a, "2026-01-02T11:00:00Z", "10", order: "1"), try facts.order(a, "2026-01-09T11:00:00Z", "20", order: "2"),
                try facts.order(a, "2026-04-09T11:00:00Z", "40", order: "3"), try facts.viewed(b, "treated", "2026-02-02T10:00:00Z"),
                try facts.viewed(c, "holdout", "2026-02-02T10:00:00Z"), try facts.order(c, "2026-02-03T10:00:00Z", "8", order: "4"))
            let tally = try await tally(facts, database)
            #expect(tally.sample("treated", period: 0) == GroupSample(people: 2, sum: 30, sumOfSquares: 900))
            #expect(tally.sample("holdout", period: 0) == GroupSample(people: 1, sum: 8, sumOfSquares: 64))
        }
    }

    @Test("someone seen in both arms, by merging too, belongs to neither", arguments: TestEngine.available)
    func mixed(engine: TestEngine) async throws {
        try await engine.withDatabase(Facts.migrations) { database in
            let facts = Facts(database)
            try await facts.keepReadyMade()
            let (a, b, c) = (facts.profile(), facts.profile(), facts.profile())
            try await facts.apply(
                try facts.viewed(a, "treated", "2026-01-02T10:00:00Z"), try facts.viewed(b, "holdout", "2026-01-02T10:00:00Z"),
                try facts.viewed(c, "holdout", "2026-01-02T10:00:00Z"), facts.merged(b, into: a))
            let tally = try await tally(facts, database)
            #expect(tally.sample("treated", period: 0).people == 0)
            #expect(tally.sample("holdout", period: 0).people == 1)
        }
    }
}
