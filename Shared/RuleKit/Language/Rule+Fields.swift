package import CommonModels

extension Rule {
    /// The fields about people it looks at, as policies name them, each once: `trait:country`, `event:Order Completed`,
    /// `event:Order Completed.total`.
    package var fields: [DataField] {
        var found: [DataField] = []
        collect(into: &found)
        var seen: Set<DataField> = []
        return found.filter { seen.insert($0).inserted }
    }

    private func collect(into fields: inout [DataField]) {
        switch self {
        case .everyone, .percent, .segment, .consent: break
        case .all(let rules), .any(let rules): for rule in rules { rule.collect(into: &fields) }
        case .not(let rule): rule.collect(into: &fields)
        case .trait(let condition): fields.append(DataField(.trait, condition.trait.text))
        case .eventCount(let condition): condition.events.collect(into: &fields)
        case .eventSum(let condition):
            condition.events.collect(into: &fields)
            fields.append(DataField(.event, "\(condition.events.event).\(condition.property.text)"))
        case .recency(let condition): condition.events.collect(into: &fields)
        }
    }
}

extension EventSelection {
    fileprivate func collect(into fields: inout [DataField]) {
        fields.append(DataField(.event, event))
        for filter in filters { fields.append(DataField(.event, "\(event).\(filter.property.text)")) }
    }
}
