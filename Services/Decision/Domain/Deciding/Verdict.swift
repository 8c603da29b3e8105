/// The answer to "what should this person see here": positions among the placement's candidates, and why.
package struct Verdict: Hashable, Sendable {
    package let reason: DecisionReason
    /// Winners in order; empty when the fallback or nothing is served.
    package let chosen: [Int]
    package let servesFallback: Bool
    /// In ranking order. Candidates below the last winner are ``CandidateOutcome/outranked`` and may be left out.
    package let outcomes: [CandidateOutcome]

    package init(reason: DecisionReason, chosen: [Int], servesFallback: Bool, outcomes: [CandidateOutcome]) {
        self.reason = reason
        self.chosen = chosen
        self.servesFallback = servesFallback
        self.outcomes = outcomes
    }
}
