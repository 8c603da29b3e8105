import CommonModels
import StorageKit

/// Removes decisions nobody asks about any more, the feedback on them, and arms and facts of newcomers who never came again.
/// Counters, arms of people and the results of offers stay.
struct DecisionSweep: Sendable {
    /// Rows of a table in one transaction.
    static let stepMax = 2_000

    let database: any Database
    let clock: WallClock
    let keep: Duration

    // Ids sort by the time of the decision.
    static let feedbackSQL = """
        DELETE FROM feedback WHERE id IN (SELECT id FROM feedback WHERE decision_id < $1 ORDER BY decision_id LIMIT $2)
        """
    static let decisionSQL = "DELETE FROM decision WHERE id IN (SELECT id FROM decision WHERE id < $1 ORDER BY id LIMIT $2)"

    static let newcomerSQL = """
        DELETE FROM newcomer_assignment WHERE (value, namespace, experiment) IN
            (SELECT value, namespace, experiment FROM newcomer_assignment WHERE at < $1 ORDER BY at LIMIT $2)
        """

    /// - Returns: rows removed.
    func step() async throws -> Int {
        let horizon = clock.now() - keep
        let first = DecisionID(UUIDv7(at: horizon, random: (0, 0)))
        return try await database.write { tx in
            try tx.execute(Self.feedbackSQL, [first, Self.stepMax]) + tx.execute(Self.decisionSQL, [first, Self.stepMax])
                + tx.execute(Self.newcomerSQL, [horizon, Self.stepMax])
                + FactOutbox.forget(before: horizon, limit: Self.stepMax, in: tx)
        }
    }
}
