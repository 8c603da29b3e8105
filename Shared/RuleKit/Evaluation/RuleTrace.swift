package import CommonModels

/// Why a rule holds or not for a person: the rule's tree with what was found at each condition.
package struct RuleTrace: Hashable, Sendable {
    package let rule: Rule
    package let holds: Bool
    package let observed: RuleObservation
    package let children: [RuleTrace]

    /// The conditions that made the outcome what it is: of an `all` that fails only those that failed, of an `any`
    /// that holds only those that hold.
    package var decisive: [RuleTrace] {
        switch rule {
        case .all, .any, .not:
            let deciding: [RuleTrace] =
                switch rule {
                case .all: holds ? children : children.filter { !$0.holds }
                case .any: holds ? children.filter(\.holds) : children
                case .not, .everyone, .trait, .eventCount, .eventSum, .recency, .segment, .consent, .percent: children
                }
            return deciding.flatMap(\.decisive)
        case .everyone, .trait, .eventCount, .eventSum, .recency, .segment, .consent, .percent: return [self]
        }
    }

    /// `{condition, holds, observed, children}`; `observed` is left out where nothing was looked up.
    package var json: JSONValue {
        var members: JSONObject = ["holds": .bool(holds)]
        switch rule {
        case .all: members["group"] = "all"
        case .any: members["group"] = "any"
        case .not: members["group"] = "not"
        case .everyone, .trait, .eventCount, .eventSum, .recency, .segment, .consent, .percent: members["condition"] = rule.json
        }
        if let found = observed.json { members["observed"] = found }
        if !children.isEmpty { members["children"] = .array(children.map(\.json)) }
        return .object(members)
    }
}
