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
