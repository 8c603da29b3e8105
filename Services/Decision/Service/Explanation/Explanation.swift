import CommonModels
import DecisionDomain
import OrderedCollections
import RuleKit

/// Why each candidate was or was not chosen, with what was found: rule traces, full caps and when they open again.
enum Explanation {
    static func candidates(_ draft: DecisionDraft, _ visitor: Visitor) -> JSONValue {
        let outcomes = draft.verdict.outcomes
        return .array(
            draft.index.candidates.enumerated().map { position, candidate in
                let outcome = position < outcomes.count ? outcomes[position] : .outranked
                return self.candidate(candidate, rank: position + 1, outcome, visitor, at: draft.at)
            })
    }

    private static func candidate(
        _ candidate: Candidate, rank: Int, _ outcome: CandidateOutcome, _ visitor: Visitor, at: Instant
    ) -> JSONValue {
        var object: JSONObject = [
            "rank": .integer(Int64(rank)), "offerId": .string(candidate.offer.id.rawValue), "offerKey": .string(candidate.offer.key),
            "outcome": .string(outcome.name),
        ]
        switch outcome {
        case .capped(let position):
            guard position < candidate.caps.count else { break }
            let cap = candidate.caps[position]
            object["cap"] = .string(cap.name)
            object["limit"] = .integer(Int64(cap.cap.limit))
            if let until = visitor.counters.ledger(cap)?.admitsAgain(cap.cap, at: at) { object["until"] = .string(until.rfc3339) }
        case .consentMissing:
            if let consent = candidate.offer.consent { object["consent"] = consent.json }
        case .policyDenied:
            if let refusal = candidate.policyRefusal {
                object["policy"] = .string(refusal.policy)
                object["field"] = .string(refusal.field.description)
            }
        case .outsideFlight: object["flight"] = candidate.offer.flight.json
        case .ruleNotMet, .chosen: object["rule"] = candidate.rule.evaluate(visitor.facts, at: at).trace.json
        case .outranked, .notInArm, .unknownPerson, .restricted: break
        }
        return .object(object)
    }
}
