package import CommonModels

extension RuleTrace {
    /// The trace for a reader who may not see every field: what was found of a hidden one is masked.
    package func masked(_ isHidden: (DataField) -> Bool) -> RuleTrace {
        let shown = children.map { $0.masked(isHidden) }
        // Groups hold no fields of their own; what was found stands at their conditions.
        guard children.isEmpty, observed != .nothing, rule.fields.contains(where: isHidden) else {
            return RuleTrace(rule: rule, holds: holds, observed: observed, children: shown)
        }
        return RuleTrace(rule: rule, holds: holds, observed: .masked, children: shown)
    }

    /// The same for traces within a document, as ``json`` writes them.
    package static func masked(in document: JSONValue, _ isHidden: (DataField) -> Bool) -> JSONValue {
        switch document {
        case .null, .bool, .integer, .number, .string: return document
        case .array(let elements): return .array(elements.map { masked(in: $0, isHidden) })
        case .object(var members):
            for (name, value) in members where name != "condition" { members[name] = masked(in: value, isHidden) }
            if members["observed"] != nil, let condition = members["condition"], let rule = try? Rule(json: condition),
                rule.fields.contains(where: isHidden)
            {
                members["observed"] = RuleObservation.masked.json
            }
            return .object(members)
        }
    }
}
