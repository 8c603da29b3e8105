package import CommonModels

/// A comparison of a date, most of them relative to now.
package enum DateTest: Hashable, Sendable {
    /// In the past, less than this ago.
    case withinLast(RuleSpan)
    /// This long ago or longer.
    case olderThan(RuleSpan)
    /// In the future, at most this far away.
    case withinNext(RuleSpan)
    case before(Instant)
    /// At this instant or later.
    case since(Instant)

    /// Whether only the passing of time can change the outcome.
    package var isRelative: Bool {
        switch self {
        case .withinLast, .olderThan, .withinNext: true
        case .before, .since: false
        }
    }
}
