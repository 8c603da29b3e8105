/// Which events of a person are looked at: one name, in a window that rolls with the clock, with matching properties.
package struct EventSelection: Hashable, Sendable {
    package let event: String
    /// Events later than `now - within`, up to now; all events up to now when nil.
    package let within: RuleSpan?
    /// Each must hold.
    package let filters: [PropertyCondition]

    package init(event: String, within: RuleSpan? = nil, filters: [PropertyCondition] = []) {
        self.event = event
        self.within = within
        self.filters = filters
    }
}

/// A test of one property of an event. Relative dates are not allowed here.
package struct PropertyCondition: Hashable, Sendable {
    package let property: FieldPath
    package let test: ValueTest

    package init(property: FieldPath, test: ValueTest) {
        self.property = property
        self.test = test
    }
}

/// How many selected events there are.
package struct EventCountCondition: Hashable, Sendable {
    package let events: EventSelection
    package let count: NumberTest

    package init(events: EventSelection, count: NumberTest) {
        self.events = events
        self.count = count
    }
}

/// What a numeric property of the selected events adds up to; events without it add nothing.
package struct EventSumCondition: Hashable, Sendable {
    package let events: EventSelection
    package let property: FieldPath
    package let sum: NumberTest

    package init(events: EventSelection, property: FieldPath, sum: NumberTest) {
        self.events = events
        self.property = property
        self.sum = sum
    }
}

/// How long ago the first or the last selected event was. Without any such event the condition is false.
package struct RecencyCondition: Hashable, Sendable {
    package enum Which: String, Hashable, Sendable { case first = "firstSeen", last = "lastSeen" }
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
