import CommonModels
import SubjectKit

/// Where Journey holds something about people. Steps are found by their runs and stand before them.
enum JourneyHoldings {
    static let all =
        [
            SubjectHolding(
                "journey_step", .through("run_id", "SELECT id FROM journey_run WHERE profile_id"), .removed,
                columns: ["run_id", "journey_id", "node_id", "outcome", "channel", "reason", .instant("at")], order: "seq"),
            SubjectHolding(
                "journey_run", .removed,
                columns: [
                    "id", "journey_id", "version", "node_id", "state", .instant("entered_at"), .json("trigger_data"), .json("offer"),
                    "outcome",
                    .instant("finished_at"),
                ], order: "id"),
            SubjectHolding(
                "journey_send", .removed,
                columns: [
                    "id", "run_id", "node_id", "channel", "purpose", "state", "reason", .instant("created_at"), .instant("updated_at"),
                ],
                order: "id"),
            SubjectHolding(
                "journey_inbox", .removed, columns: ["id", "title", "body", "html", .instant("created_at"), .instant("read_at")],
                order: "id"),
            SubjectHolding("journey_fact", .removed, columns: ["kind", .json("body"), .instant("created_at")], order: "id"),
            SubjectHolding(
                "journey_withdrawal", .removed, columns: ["purpose", "channel", .instant("at")], order: "purpose || ':' || channel"),
        ] + SubjectHolding.projection + [.deadLetters]
}
