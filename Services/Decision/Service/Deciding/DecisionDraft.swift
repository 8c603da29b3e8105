import CommonModels
import DecisionDomain

/// A decision made on what this replica knew, waiting to be made durable.
///
/// A class, since it is handed from queue to batch to rows.
final class DecisionDraft: Sendable {
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
    let served: [Candidate]

    init(
        id: DecisionID, requestKey: String?, profile: ProfileID?, newcomer: Newcomer?, index: PlacementIndex, verdict: Verdict, at: Instant,
        exposure: Assignment?, newAssignments: [Assignment], isHeldOut: Bool
    ) {
        self.id = id
        self.requestKey = requestKey
        self.profile = profile
        self.newcomer = newcomer
        self.index = index
        self.verdict = verdict
        self.at = at
        self.exposure = exposure
        self.newAssignments = newAssignments
        self.isHeldOut = isHeldOut
        served = index.served(verdict)
    }

    /// One use for every winner and every cap over it that counts decisions. The fallback uses nothing.
    var uses: [ScopedCap] {
        verdict.chosen.flatMap { index.candidates[$0].caps.filter { $0.cap.counts == .decision } }
    }
}
