package import CommonModels

/// Where people come in. A journey has exactly one.
package struct EntryStep: Hashable, Sendable {
    /// How long after it happened an event may arrive and still start a run, unless the author says otherwise.
    package static let lateByDefault = Span(seconds: 86_400)
    package let trigger: Trigger
    package let reentry: ReentryRule
    /// Events that happened longer than this before they were received are history, not news, and start nothing.
    package let lateBy: Span?
    package let next: NodeID

    package enum Trigger: Hashable, Sendable {
        case segment(SegmentID)
        case event(EventPattern)
        case signal(SignalTrigger)
    }

    package init(trigger: Trigger, reentry: ReentryRule, lateBy: Span? = EntryStep.lateByDefault, next: NodeID) {
        self.trigger = trigger
        self.reentry = reentry
        self.lateBy = lateBy
        self.next = next
    }

    /// The event it waits for; nil where it waits for something else.
    package var event: String? { if case .event(let pattern) = trigger { pattern.name } else { nil } }

    package var json: JSONObject {
        var object: JSONObject = [:]
        switch trigger {
        case .segment(let id): object["segment"] = .string(id.rawValue)
        case .event(let pattern): object.merge(pattern.json) { _, new in new }
        case .signal(let signal): object["signal"] = .object(signal.json)
        }
        object["reentry"] = reentry.json
        if let lateBy, lateBy != Self.lateByDefault { object["lateBy"] = .string(lateBy.text) }
        object["next"] = .string(next.rawValue)
        return object
    }
}
