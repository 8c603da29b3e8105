/// What happened to a person at a node, as the trace keeps it.
package enum StepOutcome: String, Hashable, Sendable, CaseIterable {
    /// Came into the journey.
    case entered
    /// Went on along an arrow; `detail` is the arrow.
    case moved
    /// Waits; `detail` is until when.
    case waiting
    case sent, held, failed, unknown
    /// A neighbour did not answer; there will be another attempt.
    case postponed
    /// Reached the goal.
    case converted
    /// Left; `reason` says how.
    case exited

    /// The name on the Journey feed; nil for what is only in the trace.
    package var feedName: String? {
        switch self {
        case .entered, .waiting, .sent, .held, .failed, .converted, .exited: rawValue
        case .unknown: Self.failed.rawValue
        case .moved, .postponed: nil
        }
    }

    /// The live counter it raises; nil when none.
    package var counter: String? {
        switch self {
        case .entered, .sent, .held, .failed, .unknown, .converted, .exited: rawValue
        case .moved: "passed"
        case .waiting, .postponed: nil
        }
    }

    /// The fact told to Profile about a message; nil when it is none.
    package var fact: String? {
        switch self {
        case .sent: "Message Sent"
        case .held: "Message Held"
        case .failed, .unknown: "Message Failed"
        case .entered, .moved, .waiting, .postponed, .converted, .exited: nil
        }
    }
}
