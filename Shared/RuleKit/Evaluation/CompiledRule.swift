package import CommonModels
package import Foundation

/// A rule made ready for evaluating many people fast.
///
/// Pure: facts and the instant come in as arguments. Times are compared as microseconds; a window of length *w* at
/// instant *t* holds the events in *(t − w, t]*.
package struct CompiledRule: Sendable {
    package let rule: Rule
    package let references: RuleReferences
    private let root: CompiledNode

    /// - Parameter fallbackZone: the zone of days without one, for people without a `timezone` trait.
    package init(_ rule: Rule, fallbackZone: TimeZone = DateReading.fallbackZone) {
        self.rule = rule
        references = RuleReferences(of: rule)
        root = CompiledNode(rule, fallbackZone: fallbackZone)
    }

    /// The fast path: the answer alone.
    package func matches(_ facts: some RuleFacts, at now: Instant) -> Bool { root.holds(facts, at: now) }

    /// The answer and why.
    package func evaluate(_ facts: some RuleFacts, at now: Instant) -> RuleOutcome {
        let trace = root.trace(facts, at: now)
        return RuleOutcome(matches: trace.holds, trace: trace)
    }

    /// The earliest instant after `now` at which the outcome could change by time alone, while the facts stay as they are.
    ///
    /// Never later than the true change; nil when time alone can never change it. It may be earlier than the true
    /// change: then the outcome at that instant is as before, and asking again there gives a later instant.
    package func nextChange(_ facts: some RuleFacts, at now: Instant) -> Instant? { outlook(facts, at: now).nextChange }

    /// ``matches(_:at:)`` and ``nextChange(_:at:)`` in one pass.
    package func outlook(_ facts: some RuleFacts, at now: Instant) -> (matches: Bool, nextChange: Instant?) {
        let (holds, next) = root.outlook(facts, at: now)
        return (holds, next)
    }
}
