import CommonModels
import DecisionDomain
import StorageKit

/// Takes feedback in, makes it durable and lets the counters of this replica know.
struct FeedbackDesk: Sendable {
    let catalogue: CatalogueCache
    let people: PeopleDirectory
    let totals: TotalCounters
    let commits: GroupCommit<FeedbackRecorder.Item, FeedbackOutcome>
    let clock: WallClock

    /// - Returns: whether it was new; a known id changes nothing.
    /// - Throws: ``FeedbackError``, ``GroupCommitError``, ``StorageError``
    func record(_ feedback: Feedback) async throws -> Bool {
        let item = FeedbackRecorder.Item(feedback: feedback, receivedAt: clock.now(), catalogue: try await catalogue.current())
        switch try await commits.submit(item) {
        case .recorded(let counted, let profile):
            totals.learn(counted)
            if let profile { people.learn(profile, counted: counted, assignments: []) }
            return true
        case .duplicate: return false
        case .unknownDecision: throw FeedbackError.unknownDecision
        case .unknownOffer: throw FeedbackError.unknownOffer
        }
    }
}
