import CommonModels
import Foundation

/// A condition without groups, made ready.
enum CompiledCondition: Sendable {
    case everyone
    case trait(CompiledValueTest)
    case eventCount(CompiledEvents, NumberTest)
    case eventSum(CompiledEvents, FieldPath, NumberTest)
    case recency(CompiledEvents, RecencyCondition.Which, RecencyCondition.Age)
    case segment(SegmentCondition)
    case consent(ConsentCondition)
    case percent(PercentCondition)

    func holds(_ facts: some RuleFacts, at now: Instant) -> Bool {
        switch self {
        case .everyone: true
        case .trait(let test): test.holds(for: facts.trait(test.root), facts: facts, at: now)
        case .eventCount(let events, let test): test.holds(for: Double(events.count(facts, at: now)))
        case .eventSum(let events, let property, let test): test.holds(for: events.sum(of: property, facts, at: now))
        case .recency(let events, let which, let age): age.holds(for: events.seen(which, facts, at: now), at: now)
        case .segment(let condition): facts.isMember(of: condition.segment) == condition.isMember
        case .consent(let condition): condition.status(facts, at: now) == condition.status
        case .percent(let condition): condition.contains(facts.profileID)
        }
    }

    /// The next instant at which time alone may change the outcome, given that the facts stay.
    func nextChange(_ facts: some RuleFacts, at now: Instant) -> Instant? {
        switch self {
        case .everyone, .segment, .percent: return nil
        case .trait(let test): return test.nextChange(for: facts.trait(test.root), facts: facts, at: now)
        case .eventCount(let events, let test): return events.nextChange(ofCount: test, facts, at: now)
        case .eventSum(let events, let property, let test): return events.nextChange(ofSum: property, test, facts, at: now)
        case .recency(let events, let which, let age): return events.nextChange(of: which, age, facts, at: now)
        case .consent(let condition):
            guard let record = facts.consent(condition.purpose, on: condition.channel), record.status == .granted,
                let end = record.expiresAt, end > now
            else { return nil }
            return end
        }
    }

    func observed(_ facts: some RuleFacts, at now: Instant) -> RuleObservation {
        switch self {
        case .everyone: .nothing
        case .trait(let test): .value(test.observed(in: facts.trait(test.root)))
        case .eventCount(let events, _): .count(events.count(facts, at: now))
        case .eventSum(let events, let property, _): .sum(events.sum(of: property, facts, at: now))
        case .recency(let events, let which, _): .seen(events.seen(which, facts, at: now))
        case .segment(let condition): .membership(facts.isMember(of: condition.segment))
        case .consent(let condition): .consent(condition.status(facts, at: now))
        case .percent(let condition): .drawn(condition.contains(facts.profileID))
        }
    }
}

extension ConsentCondition {
    fileprivate func status(_ facts: some RuleFacts, at now: Instant) -> ConsentStatus {
        facts.consent(purpose, on: channel)?.status(at: now) ?? .unknown
    }
}
