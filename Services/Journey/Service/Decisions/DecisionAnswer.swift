package import CommonModels

/// What came of asking for a decision.
package enum DecisionAnswer: Hashable, Sendable {
    /// The offer as templates see it.
    case offer(JSONValue)
    /// No offer, and Decision's reason code.
    case none(reason: String, isHoldout: Bool)
    /// No answer; worth another attempt.
    case unavailable
}
