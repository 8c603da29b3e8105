package import CommonModels
package import JourneyDomain
package import StorageKit

/// Keeps runs.
package struct RunStore: Sendable {
    package init() {}

    /// - Returns: false when this trigger already started a run, or the person is inside: nothing is written then.
    package func insert(_ run: Run, entryKey: String, in tx: any SQLTransaction) throws -> Bool {
        try tx.insert(into: "journey_run", columns: Self.columns, rows: [Self.values(run, entryKey)], onConflict: .ignore) > 0
    }

    package func find(_ id: RunID, in tx: any SQLTransaction) throws -> Run? {
        try tx.row("SELECT * FROM journey_run WHERE id = $1", [id]).map(Self.run)
    }

    /// Saves where the run is now.
    package func save(_ run: Run, in tx: any SQLTransaction) throws {
        try tx.execute(
            """
            UPDATE journey_run SET profile_id = $2, node_id = $3, state = $4, due = $5, node_entered_at = $6, attempts = $7, offer = $8,
                outcome = $9, finished_at = $10, trigger_data = CASE WHEN $4 = 'finished' THEN '{}' ELSE trigger_data END
            WHERE id = $1
            """,
            [
                run.id, run.profileID, run.nodeID.rawValue, run.state.rawValue, run.due, run.nodeEnteredAt, run.attempts, run.offer,
                run.outcome?.rawValue, run.finishedAt,
            ])
    }

    /// Runs to carry on now, oldest first, paused and archived journeys left out; rows another replica works on are passed over.
    package func due(at now: Instant, limit: Int, in tx: any SQLTransaction) throws -> [Run] {
        try tx.rows(Self.dueSQL(tx.engine), [now, limit]).map(Self.run)
    }

    /// The same, by id alone: rows that no run can be read from are among them.
    package func dueIDs(at now: Instant, limit: Int, in tx: any SQLTransaction) throws -> [RunID] {
        try tx.rows(Self.dueSQL(tx.engine, columns: "id"), [now, limit]).map { try $0.id("id") }
    }

    static func dueSQL(_ engine: SQLEngine, columns: String = "*") -> String {
        """
        SELECT \(columns) FROM journey_run
        WHERE due IS NOT NULL AND due <= $1 AND state <> 'deciding'
            AND journey_id NOT IN (SELECT id FROM journey WHERE status IN ('paused', 'archived'))
        ORDER BY due LIMIT $2\(engine.forUpdateSkipLocked)
        """
    }

    /// Runs waiting for an answer of the Decision service, claimed until `lease` so that others leave them alone.
    package func claimDecisions(at now: Instant, lease: Instant, limit: Int, in tx: any SQLTransaction) throws -> [Run] {
        let runs = try tx.rows(Self.decidingSQL(tx.engine, columns: "*"), [now, limit]).map(Self.run)
        try tx.executeMany("UPDATE journey_run SET due = $2 WHERE id = $1", runs.map { [$0.id.sqlValue, lease.sqlValue] })
        return runs
    }

    /// The same, by id alone, and nothing claimed: rows that no run can be read from are among them.
    package func dueDecisionIDs(at now: Instant, limit: Int, in tx: any SQLTransaction) throws -> [RunID] {
        try tx.rows(Self.decidingSQL(tx.engine, columns: "id"), [now, limit]).map { try $0.id("id") }
    }

    /// Claims one run for its decision.
    package func claimDecision(_ id: RunID, lease: Instant, in tx: any SQLTransaction) throws -> Run? {
        let run = try find(id, in: tx)
        try tx.execute("UPDATE journey_run SET due = $2 WHERE id = $1", [id, lease])
        return run
    }

    private static func decidingSQL(_ engine: SQLEngine, columns: String) -> String {
        """
        SELECT \(columns) FROM journey_run
        WHERE due IS NOT NULL AND due <= $1 AND state = 'deciding'
            AND journey_id NOT IN (SELECT id FROM journey WHERE status IN ('paused', 'archived'))
        ORDER BY due LIMIT $2\(engine.forUpdateSkipLocked)
        """
    }

    /// The run if it still waits for the decision claimed until `lease`; nil when time, a merge or an erasure overtook it.
    package func decisionClaim(_ id: RunID, lease: Instant, in tx: any SQLTransaction) throws -> Run? {
        try tx.row("SELECT * FROM journey_run WHERE id = $1 AND state = 'deciding' AND due = $2\(tx.engine.forUpdate)", [id, lease]).map(
            Self.run)
    }

    /// When the next run is due, paused and archived journeys left out.
    /// - Parameter deciding: of those that wait for the Decision service, or of the others.
    package func nextDue(deciding: Bool = false, in tx: any SQLTransaction) throws -> Instant? {
        try tx.row(
            """
            SELECT MIN(due) AS due FROM journey_run
            WHERE due IS NOT NULL AND state \(deciding ? "=" : "<>") 'deciding' AND journey_id NOT IN (SELECT id FROM journey WHERE status IN ('paused', 'archived'))
            """
        )?.instantOrNull("due")
    }

    /// The latest run of a person in a journey.
    package func latest(of profile: ProfileID, in journey: JourneyID, tx: any SQLTransaction) throws -> EarlierRun? {
        let row = try tx.row(
            "SELECT entered_at, finished_at FROM journey_run WHERE profile_id = $1 AND journey_id = $2 ORDER BY entered_at DESC LIMIT 1",
            [profile, journey])
        return try row.map { EarlierRun(enteredAt: try $0.instant("entered_at"), isInside: try $0.instantOrNull("finished_at") == nil) }
    }

    /// Every run of a person, newest first.
    package func runs(of profile: ProfileID, limit: Int, in tx: any SQLTransaction) throws -> [Run] {
        try tx.rows("SELECT * FROM journey_run WHERE profile_id = $1 ORDER BY entered_at DESC, id DESC LIMIT $2", [profile, limit]).map(
            Self.run)
    }

    /// The unfinished runs of a person.
    package func inside(_ profile: ProfileID, in tx: any SQLTransaction) throws -> [Run] {
        try tx.rows("SELECT * FROM journey_run WHERE profile_id = $1 AND finished_at IS NULL\(tx.engine.forUpdate)", [profile]).map(
            Self.run)
    }

    static let columns = [
        "id", "journey_id", "version", "profile_id", "entry_key", "node_id", "state", "due", "entered_at", "node_entered_at", "attempts",
        "trigger_data", "offer", "outcome", "finished_at", "happened_at",
    ]

    private static func values(_ run: Run, _ entryKey: String) -> [SQLValue] {
        [
            run.id.sqlValue, run.journeyID.sqlValue, run.version.sqlValue, run.profileID.sqlValue, .text(entryKey),
            .text(run.nodeID.rawValue),
            .text(run.state.rawValue), run.due.sqlValue, run.enteredAt.sqlValue, run.nodeEnteredAt.sqlValue, run.attempts.sqlValue,
            JSONValue.object(run.trigger).sqlValue, run.offer.sqlValue, (run.outcome?.rawValue).sqlValue, run.finishedAt.sqlValue,
            run.happenedAt.sqlValue,
        ]
    }

    static func run(_ row: SQLRow) throws -> Run {
        Run(
            id: try row.id("id"), journeyID: try row.id("journey_id"), version: try row.int("version"), profileID: try row.id("profile_id"),
            nodeID: try row.node("node_id"), state: try row.name("state"), due: try row.instantOrNull("due"),
            enteredAt: try row.instant("entered_at"),
            happenedAt: try row.instantOrNull("happened_at") ?? row.instant("entered_at"),
            nodeEnteredAt: try row.instant("node_entered_at"), attempts: try row.int("attempts"),
            trigger: try row.json("trigger_data").objectValue ?? [:], offer: try row.textOrNull("offer").map { try JSONValue(parsing: $0) },
            outcome: try row.textOrNull("outcome").flatMap(RunOutcome.init), finishedAt: try row.instantOrNull("finished_at"))
    }
}
