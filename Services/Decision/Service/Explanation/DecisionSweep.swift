import CommonModels
import StorageKit

/// Removes decisions nobody asks about any more, the feedback on them, and arms and facts of newcomers who never came again.
/// Counters, arms of people and the results of offers stay.
struct DecisionSweep: Sendable {
    /// Rows of a table in one transaction.
    static let stepMax = 2_000
    /// Decisions in one; each is looked for in every run of ``DecisionPlaces``.
    static let decisionsMax = 500

    let database: any Database
    let clock: WallClock
    let keep: Duration

    // Ids sort by the time of the decision.
    static let feedbackSQL = """
        DELETE FROM feedback WHERE id IN (SELECT id FROM feedback WHERE decision_id < $1 ORDER BY decision_id LIMIT $2)
        """
    static let decisionsSQL = "SELECT id, profile_id FROM decision WHERE id < $1 ORDER BY id LIMIT $2"

    static let newcomerSQL = """
        DELETE FROM newcomer_assignment WHERE (value, namespace, experiment) IN
            (SELECT value, namespace, experiment FROM newcomer_assignment WHERE at < $1 ORDER BY at LIMIT $2)
        """

    /// - Returns: rows removed.
    func step() async throws -> Int {
        let horizon = clock.now() - keep
        let first = DecisionID(UUIDv7(at: horizon, random: (0, 0)))
        // First and by themselves: who deletes other rows before its turn may wait for one that waits for those.
        let decisions = try await database.write { try Self.forgetDecisions(before: first, in: $0) }
        let others = try await database.write { tx in
            try tx.execute(Self.feedbackSQL, [first, Self.stepMax]) + tx.execute(Self.newcomerSQL, [horizon, Self.stepMax])
                + FactOutbox.forget(before: horizon, limit: Self.stepMax, in: tx)
        }
        return decisions + others
    }

    private static func forgetDecisions(before first: DecisionID, in tx: any SQLTransaction) throws -> Int {
        // A merge must not move a place between the look and the removal.
        try tx.serialize(on: DecisionLock.name)
        let old = try tx.rows(decisionsSQL, [first, decisionsMax]).map { (id: try $0.value("id"), profile: try $0.value("profile_id")) }
        try DecisionPlaces.runs.remove(old.compactMap { $0.profile == .null ? nil : [$0.profile, $0.id] }, in: tx)
        return try tx.executeMany("DELETE FROM decision WHERE id = $1", old.map { [$0.id] })
    }
}
