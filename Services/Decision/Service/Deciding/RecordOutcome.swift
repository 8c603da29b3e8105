import CommonModels
import DecisionDomain

/// What became of a ``DecisionDraft`` in the database.
enum RecordOutcome: Sendable {
    /// Durable. The counters as they stand now.
    case saved([CountedCap])
    /// A cap had filled up meanwhile; nothing was saved. The counters as they stand now.
    case capped([CountedCap])
    /// The person was merged, became known, or was given an arm elsewhere, meanwhile; nothing was saved.
    case personChanged
    /// A request of this key was decided before.
    case replay(DecisionID)
}
