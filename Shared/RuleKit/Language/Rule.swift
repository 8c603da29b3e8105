/// A condition about one person, true or false at an instant: the rule of a segment, of an offer's eligibility,
/// of a journey's branch.
///
/// The JSON form is in ``RuleReader`` (in) and `Rule+JSON.swift` (out); the words are in ``RuleSentence``.
package indirect enum Rule: Hashable, Sendable {
    /// True for every person.
    case everyone
    /// True when each is; at least one.
    case all([Rule])
    /// True when one of them is; at least one.
    case any([Rule])
    case not(Rule)
    case trait(TraitCondition)
    case eventCount(EventCountCondition)
    case eventSum(EventSumCondition)
    case recency(RecencyCondition)
    case segment(SegmentCondition)
    case consent(ConsentCondition)
    case percent(PercentCondition)
}
