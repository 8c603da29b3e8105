package import CommonModels
import RuleKit

/// Chooses the offers of one placement for one person. Pure: time, facts and counts come in.
package enum Decider {
    /// Candidates are asked in ranking order until the placement is full, so a decision costs no more rules than it needs.
    ///
    /// - Parameter explain: ask all of them, also those that can no longer win; the choice is the same.
    package static func decide(_ index: PlacementIndex, for visitor: Visitor, at: Instant, explain: Bool = false) -> Verdict {
        if visitor.restriction.forbidsProfiling {
            return withoutWinner(index, visitor, at: at, reason: .fallback, outcomes: index.candidates.map { _ in .restricted })
        }
        if visitor.isHeldOut { return withoutWinner(index, visitor, at: at, reason: .holdout, outcomes: []) }
        var arm = ArmTreatment.ranking
        if let treatment = visitor.arm?.treatment { arm = treatment }
        if arm == .fallback {
            return withoutWinner(index, visitor, at: at, reason: .fallback, outcomes: index.candidates.map { _ in .notInArm })
        }
        var counters = visitor.counters
        var chosen: [Int] = []
        var outcomes: [CandidateOutcome] = []
        outcomes.reserveCapacity(index.candidates.count)
        let room = index.placement.maxOffers
        for position in index.candidates.indices {
            let isFull = chosen.count == room
            if isFull, !explain { break }
            let candidate = index.candidates[position]
            if let refusal = refusal(of: candidate, visitor, arm, counters, at: at) {
                outcomes.append(refusal)
            } else if isFull {
                outcomes.append(.outranked)
            } else {
                outcomes.append(.chosen)
                chosen.append(position)
                if room > 1 { candidate.caps.forEach { if $0.cap.counts == .decision { counters.record($0, at: at) } } }
            }
        }
        if chosen.isEmpty { return withoutWinner(index, visitor, at: at, reason: .fallback, outcomes: outcomes) }
        return Verdict(reason: .chosen, chosen: chosen, servesFallback: false, outcomes: outcomes)
    }

    /// Why a candidate cannot be offered; nil when it can. Cheap questions come first.
    private static func refusal(
        of candidate: Candidate, _ visitor: Visitor, _ arm: ArmTreatment, _ counters: CapCounters, at: Instant
    ) -> CandidateOutcome? {
        if !candidate.offer.flight.contains(at) { return .outsideFlight }
        if case .offers(let ids) = arm, !ids.contains(candidate.offer.id) { return .notInArm }
        if candidate.policyRefusal != nil { return .policyDenied }
        if candidate.needsPerson, !visitor.isNamed { return .unknownPerson }
        if let full = candidate.caps.firstIndex(where: { !counters.admits($0, at: at) }) { return .capped(full) }
        if isObjected(candidate.offer, visitor) { return .restricted }
        if !hasConsent(candidate.offer, visitor, at: at) { return .consentMissing }
        if !candidate.isOpenToAll, !candidate.rule.matches(visitor.facts, at: at) { return .ruleNotMet }
        return nil
    }

    /// The fallback needs to be in flight and consented; neither its rule nor any cap is asked.
    private static func withoutWinner(
        _ index: PlacementIndex, _ visitor: Visitor, at: Instant, reason: DecisionReason, outcomes: [CandidateOutcome]
    ) -> Verdict {
        let serves = index.fallback.map { isServable($0.offer, visitor, at: at) } ?? false
        let reached = reason == .holdout || serves ? reason : .none
        return Verdict(reason: reached, chosen: [], servesFallback: serves, outcomes: outcomes)
    }

    private static func isServable(_ offer: Offer, _ visitor: Visitor, at: Instant) -> Bool {
        offer.flight.contains(at) && !isObjected(offer, visitor) && hasConsent(offer, visitor, at: at)
    }

    private static func isObjected(_ offer: Offer, _ visitor: Visitor) -> Bool {
        offer.consent.map { visitor.restriction.forbids($0.purpose) } ?? false
    }

    private static func hasConsent(_ offer: Offer, _ visitor: Visitor, at: Instant) -> Bool {
        guard let consent = offer.consent else { return true }
        return visitor.facts.consent(consent.purpose, on: consent.channel)?.status(at: at) == .granted
    }
}
