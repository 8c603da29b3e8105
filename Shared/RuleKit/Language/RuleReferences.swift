package import CommonModels

/// What a rule looks at: whoever keeps its outcome true re-evaluates it when one of these changes.
package struct RuleReferences: Hashable, Sendable {
    /// How far back events of one name matter.
    package enum Reach: Hashable, Sendable {
        case span(microseconds: Int64)
        case unlimited

        package func union(_ other: Reach) -> Reach {
            switch (self, other) {
            case (.span(let left), .span(let right)): .span(microseconds: max(left, right))
            case (.unlimited, _), (_, .unlimited): .unlimited
            }
        }
    }

    package struct Consent: Hashable, Sendable {
        package let purpose: Purpose
        package let channel: Channel

        package init(purpose: Purpose, channel: Channel) {
            self.purpose = purpose
            self.channel = channel
        }
    }

    /// Names of whole traits, without what follows a dot.
    package var traits: Set<String> = []
    package var events: [String: Reach] = [:]
    /// Those of ``events`` whose properties matter; of the others the times are enough.
    package var eventsWithProperties: Set<String> = []
    package var segments: Set<SegmentID> = []
    package var consents: Set<Consent> = []

    package init() {}

    package init(of rule: Rule) { add(rule) }

    package mutating func formUnion(_ other: RuleReferences) {
        traits.formUnion(other.traits)
        events.merge(other.events) { $0.union($1) }
        eventsWithProperties.formUnion(other.eventsWithProperties)
        segments.formUnion(other.segments)
        consents.formUnion(other.consents)
    }

    private mutating func add(_ rule: Rule) {
        switch rule {
        case .everyone, .percent: break
        case .all(let rules), .any(let rules): for rule in rules { add(rule) }
        case .not(let rule): add(rule)
        case .trait(let condition):
            traits.insert(condition.trait.root)
            if case .date = condition.test { traits.insert(DateReading.zoneTrait) }
        case .eventCount(let condition): add(condition.events)
        case .eventSum(let condition):
            add(condition.events)
            eventsWithProperties.insert(condition.events.event)
        case .recency(let condition): add(condition.events)
        case .segment(let condition): segments.insert(condition.segment)
        case .consent(let condition): consents.insert(Consent(purpose: condition.purpose, channel: condition.channel))
        }
    }

    private mutating func add(_ selection: EventSelection) {
        let reach = selection.within.map { Reach.span(microseconds: $0.microseconds) } ?? .unlimited
        events[selection.event] = events[selection.event]?.union(reach) ?? reach
        if !selection.filters.isEmpty { eventsWithProperties.insert(selection.event) }
        // Days without a zone are those of the person.
        if selection.filters.contains(where: \.isOfDates) { traits.insert(DateReading.zoneTrait) }
    }
}
