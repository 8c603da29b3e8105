import CommonModels
import DecisionDomain

/// A decision made on what this replica knew, waiting to be made durable.
struct DecisionDraft: Sendable {
    let id: DecisionID
    /// The sender's own name of the request; a retry with it gets the first answer.
    let requestKey: String?
    let profile: ProfileID?
    /// The name a person goes by here whom no feed has told of yet.
    let newcomer: Newcomer?
    let index: PlacementIndex
    let verdict: Verdict
    let at: Instant
    /// The arm of the placement's experiment, when the person is in it.
    let exposure: Assignment?
    /// First exposures of this person, to be kept for good and told to Profile.
    let newAssignments: [Assignment]
    let isHeldOut: Bool

    /// The offers served, winners or fallback.
    var served: [Candidate] {
        if verdict.servesFallback { return index.fallback.map { [$0] } ?? [] }
        return verdict.chosen.map { index.candidates[$0] }
    }

    /// One use for every winner and every cap over it that counts decisions. The fallback uses nothing.
    var uses: [ScopedCap] {
        verdict.chosen.flatMap { index.candidates[$0].caps.filter { $0.cap.counts == .decision } }
    }
}
