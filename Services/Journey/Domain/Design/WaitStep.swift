package import CommonModels

/// Holds a person until time has passed.
package struct WaitStep: Hashable, Sendable {
    package let rule: Rule
    package let next: NodeID

    package enum Rule: Hashable, Sendable {
        /// For a length of time counted from arrival at the node.
        case lasting(Span)
        /// Until the clock of the person next shows this time, on this weekday when one is given.
        case untilLocal(LocalTime, Weekday?)
    }

    package init(rule: Rule, next: NodeID) {
        self.rule = rule
        self.next = next
    }

    package var json: JSONObject {
        switch rule {
        case .lasting(let span):
            ["for": .string(span.text), "next": .string(next.rawValue)]
        case .untilLocal(let time, let weekday):
            ["until": .object(Self.untilJSON(time, weekday)), "next": .string(next.rawValue)]
        }
    }

    private static func untilJSON(_ time: LocalTime, _ weekday: Weekday?) -> JSONObject {
        var object: JSONObject = ["time": .string(time.text)]
        if let weekday { object["weekday"] = .string(weekday.rawValue) }
        return object
    }
}
