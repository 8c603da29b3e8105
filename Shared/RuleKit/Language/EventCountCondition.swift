/// How many selected events there are.
package struct EventCountCondition: Hashable, Sendable {
    package let events: EventSelection
    package let count: NumberTest

    package init(events: EventSelection, count: NumberTest) {
        self.events = events
        self.count = count
    }
}
