/// Why there is no decision.
package enum DecisionError: Error, Hashable {
    case unknownPlacement
    case decisionNotFound
    /// The request id named an earlier decision for somebody else or another placement.
    case requestIDReused
    /// Counters changed under every attempt; trying again makes sense.
    case contended
    /// What the caller has seen of the feeds has not been read here yet.
    case behind
}
