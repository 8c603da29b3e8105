/// What a numeric property of the selected events adds up to, exact to a millionth; a text that is a number counts as one, events
/// without the property add nothing, nor do numbers beyond 1e15.
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
