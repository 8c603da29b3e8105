import CommonModels
import DecisionDomain

/// Something that happened to a person because of Decision, on its way to Profile's log.
struct OutboxFact: Sendable {
    /// The same on every retry, so that Profile keeps it once.
    let messageID: String
    let profile: ProfileID
    let name: String
    let at: Instant
    let properties: JSONObject

    static func experimentViewed(_ assignment: Assignment, by profile: ProfileID) -> OutboxFact {
        OutboxFact(
            messageID: "exp-\(assignment.experimentKey)-\(profile.rawValue)", profile: profile, name: "Experiment Viewed",
            at: assignment.at,
            properties: ["experiment_id": .string(assignment.experimentKey), "variation_id": .string(assignment.armKey)])
    }
}
