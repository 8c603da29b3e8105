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
