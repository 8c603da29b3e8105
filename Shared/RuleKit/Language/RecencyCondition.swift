/// How long ago the first or the last selected event was. Without any such event the condition is false.
package struct RecencyCondition: Hashable, Sendable {
    package enum Which: String, Hashable, Sendable {
        case first = "firstSeen"
        case last = "lastSeen"
    }
    package enum Age: Hashable, Sendable {
        /// Less than this ago.
        case within(RuleSpan)
        /// This long ago or longer.
        case olderThan(RuleSpan)
    }

    /// Never has a window of its own: `events.within` is nil.
    package let events: EventSelection
    package let which: Which
    package let age: Age

    package init(event: String, filters: [PropertyCondition] = [], which: Which, age: Age) {
        events = EventSelection(event: event, filters: filters)
        self.which = which
        self.age = age
    }
}
