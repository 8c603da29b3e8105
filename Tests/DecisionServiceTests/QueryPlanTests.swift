import CommonModels
import StorageKit
import TestFixtures
import Testing

@testable import DecisionService

@Suite("Query plans of Decision")
struct QueryPlanTests {
    /// What is read whole on purpose: the few runs there are, and what was found in each of them.
    private static let small: Set = ["decision_run", "run_0"]

    @Test(
        "whatever grows with customers is read through an index", arguments: TestEngine.available,
        [
            "UPDATE decision SET profile_id = $1 WHERE id IN (\(DecisionPlaces.idsSQL) = $2)",
            "SELECT id FROM decision WHERE request_key IN ($1)",
            "SELECT cap, uses, revision FROM cap_counter WHERE subject = $1",
            "SELECT experiment, arm FROM experiment_assignment WHERE profile_id = $1",
            "SELECT profile_id FROM profile_identity WHERE namespace = $1 AND value = $1",
            "SELECT value FROM profile_identity WHERE profile_id = $1",
            "SELECT id FROM feedback WHERE decision_id = $1",
            "UPDATE feedback SET profile_id = $1 WHERE profile_id = $1",
        ])
    func indexes(engine: TestEngine, sql: String) async throws {
        try await DecisionStage.run(on: engine) { stage in
            let values: [any SQLBindable] = ["x", "y", 9, 1]
            let count = (1...4).last { sql.contains("$\($0)") } ?? 0
            let plan = try await stage.database.queryPlan(sql, Array(values.prefix(count)))
            let scans = QueryPlan.fullScans(plan, on: stage.database.engine).filter { !Self.small.contains($0) }
            #expect(scans.isEmpty, "\(plan)")
        }
    }

    @Test("a person's places are found in each run by the person", arguments: TestEngine.available)
    func places(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine) { stage in
            try await stage.database.write { tx in
                // Of a small table PostgreSQL would read the whole index.
                let rows = (0..<20_000).map { number -> [SQLValue] in [2, .text("p\(number % 4_000)"), .text("d\(number)")] }
                try tx.insert(into: "decision_place", columns: ["run", "profile_id", "decision_id"], rows: rows)
                if tx.engine == .postgres { for table in ["decision_place", "decision_run"] { try tx.execute("ANALYZE \(table)") } }
            }
            let queries = [
                DecisionPlaces.newestSQL(runs: 1), DecisionPlaces.moveSQL, DecisionPlaces.forgetSQL, DecisionPlaces.runs.removeSQL,
                DecisionPlaces.idsSQL + " = $1",
            ]
            for sql in queries {
                let values: [any SQLBindable] = ["p1", "p2", 9, 1]
                let count = (1...4).last { sql.contains("$\($0)") } ?? 0
                let plan = try await stage.database.queryPlan(sql, Array(values.prefix(count)))
                // Every column is in the index, so that a look at all of it would be no full scan of the table.
                switch engine {
                case .sqlite: #expect(plan.contains("decision_place USING PRIMARY KEY (run=? AND profile_id=?"), "\(plan)")
                case .postgres: #expect(plan.contains(/Index Cond: .*run.*profile_id/), "\(plan)")
                }
            }
        }
    }
}
