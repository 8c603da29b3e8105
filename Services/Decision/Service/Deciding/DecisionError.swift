/// Why there is no decision.
package enum DecisionError: Error, Hashable {
    case unknownPlacement
    case decisionNotFound
    /// Counters changed under every attempt; trying again makes sense.
    case contended
}
