import CommonModels
import DecisionDomain

/// What became of one feedback.
enum FeedbackOutcome: Sendable {
    case recorded([CountedCap], profile: ProfileID?)
    /// The same id was recorded before; nothing counted again.
    case duplicate
    case unknownDecision
    /// The decision served no offer of that id, or several and none was named.
    case unknownOffer
}
