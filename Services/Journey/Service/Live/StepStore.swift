package import CommonModels
import JourneyDomain
package import StorageKit

/// Reads and writes traces.
package struct StepStore: Sendable {
    package init() {}

    /// The trace of a run, oldest first.
    package func trace(of run: RunID, limit: Int = 1_000, in tx: any SQLTransaction) throws -> [Step] {
        try tx.rows("SELECT * FROM journey_step WHERE run_id = $1 ORDER BY seq LIMIT $2", [run, limit]).map(Self.step)
    }

    static let columns = [
        "run_id", "journey_id", "version", "profile_id", "node_id", "outcome", "channel", "reason", "detail", "at",
    ]

    static func values(_ step: Step) -> [SQLValue] {
        [
            step.runID.sqlValue, step.journeyID.sqlValue, step.version.sqlValue, step.profileID.sqlValue, .text(step.nodeID.rawValue),
            .text(step.outcome.rawValue), (step.channel?.rawValue).sqlValue, step.reason.sqlValue, step.detail.sqlValue, step.at.sqlValue,
        ]
    }

    private static func step(_ row: SQLRow) throws -> Step {
        Step(
            runID: try row.id("run_id"), journeyID: try row.id("journey_id"), version: try row.int("version"),
            profileID: try row.id("profile_id"), nodeID: try row.node("node_id"), outcome: try row.name("outcome"),
            channel: try row.textOrNull("channel").flatMap(MessageChannel.init), reason: try row.textOrNull("reason"),
            detail: try row.textOrNull("detail"), at: try row.instant("at"))
    }
}
