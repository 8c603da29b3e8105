/// What data about people is used for: where a policy is asked.
package enum DataAction: String, Hashable, Sendable, CaseIterable {
    /// A segment goes live or is handed to somebody who acts on it.
    case segmentActivation
    case message
    case decision
    /// Leaves for a file or another system.
    case export
}
