import CommonModels
import StorageKit
import TestFixtures
import Testing

@testable import DecisionService

@Suite("Query plans of Decision")
struct QueryPlanTests {
    @Test(
        "whatever grows with customers is read through an index", arguments: TestEngine.available,
        [
            "SELECT id FROM decision WHERE profile_id = $1 AND id < $1 ORDER BY id DESC LIMIT 10",
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
            let count = sql.contains("$1") ? 1 : 0
            let plan = try await stage.database.queryPlan(sql, Array(repeating: "x", count: count))
            #expect(QueryPlan.fullScans(plan, on: stage.database.engine).isEmpty, "\(plan)")
        }
    }
}
