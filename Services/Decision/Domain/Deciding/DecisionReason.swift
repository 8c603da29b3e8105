/// What a decision came to.
package enum DecisionReason: String, CaseIterable, Sendable {
    /// At least one offer won on its own merits.
    case chosen
    /// Nobody was eligible, or the person's arm asks for it: the placement's fallback.
    case fallback
    /// The person is in the global holdout: the fallback, or nothing.
    case holdout
    /// Nobody was eligible and there is no fallback to serve.
    case none
}
