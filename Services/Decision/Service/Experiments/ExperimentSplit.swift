import CommonModels
import StorageKit

/// How many people each arm of an experiment has been shown to.
struct ExperimentSplit: Sendable {
    let database: any Database

    /// - Parameter key: an experiment's key, `global-holdout` included.
    func people(of key: String) async throws -> [String: Int64] {
        try await database.read { tx in
            var counts: [String: Int64] = [:]
            for row in try tx.rows("SELECT arm, COUNT(*) AS people FROM experiment_assignment WHERE experiment = $1 GROUP BY arm", [key]) {
                counts[try row.text("arm")] = try row.integer("people")
            }
            return counts
        }
    }
}
