import CommonModels
import StorageKit

/// Removes decisions nobody asks about any more, and the feedback on them. Counters, arms and the results of offers stay.
struct DecisionSweep: Sendable {
    /// Rows of one transaction.
    static let stepMax = 2_000

    let database: any Database
    let clock: WallClock
    let keep: Duration

    // Ids sort by the time of the decision.
    static let feedbackSQL = """
        DELETE FROM feedback WHERE id IN (SELECT id FROM feedback WHERE decision_id < $1 ORDER BY decision_id LIMIT $2)
        """
    static let decisionSQL = "DELETE FROM decision WHERE id IN (SELECT id FROM decision WHERE id < $1 ORDER BY id LIMIT $2)"

    /// - Returns: rows removed.
    func step() async throws -> Int {
        let first = DecisionID(UUIDv7(at: clock.now() - keep, random: (0, 0)))
        return try await database.write { tx in
            let feedback = try tx.execute(Self.feedbackSQL, [first, Self.stepMax])
            guard feedback == 0 else { return feedback }
            return try tx.execute(Self.decisionSQL, [first, Self.stepMax])
        }
    }
}
