package import CommonModels

/// The tracking plan made ready for the writer: schemas compiled, entries found by kind and name.
package struct TrackingPlan: Sendable {
    package static let empty = TrackingPlan(revision: 0, settings: .standard, entries: [])

    /// Counts up with every change of the documents.
    package let revision: Int64
    package let settings: PlanSettings
    /// Nothing to check: the one thing asked of every event when there is no plan.
    package let isEmpty: Bool
    private let byKind: [PlanRule.Kind: [String: PlanEntry]]

    package init(revision: Int64, settings: PlanSettings, entries: [PlanEntry]) {
        self.revision = revision
        self.settings = settings
        isEmpty = entries.isEmpty && settings.unplanned == nil
        byKind = entries.reduce(into: [:]) { $0[$1.rule.kind, default: [:]][$1.rule.name] = $1 }
    }

    package subscript(rule: PlanRule) -> PlanEntry? { byKind[rule.kind]?[rule.name] }

    /// What an event must be looked at for; nil when the plan says nothing of it.
    package enum Interest: Sendable {
        /// One schema over the properties.
        case properties(PlanEntry)
        /// A schema over all traits, and those of single traits.
        case traits(whole: PlanEntry?, single: [String: PlanEntry])
        case unplanned(String, PlanMode)
    }

    /// - Parameter isOwn: events of Maru's own services: a company's plan may speak of them, but they are never unplanned.
    package func interest(in call: IncomingCall, isOwn: Bool) -> Interest? {
        if isEmpty { return nil }
        switch call.type {
        case .track: return track(call.name ?? "", isOwn)
        case .page: return properties(.page, call.name)
        case .screen: return properties(.screen, call.name)
        case .identify: return traits(.identify, .trait)
        case .group: return traits(.group, .groupTrait)
        case .alias: return nil
        }
    }

    /// What entries that hold back say of traits somebody states by hand; an entry over all traits speaks of calls alone.
    package func refusals(ofTraits traits: JSONObject) -> [PlanJudgement.Fault] {
        guard let entries = byKind[.trait] else { return [] }
        let judgement = Interest.traits(whole: nil, single: entries).judgement(of: traits, isOwn: false)
        return judgement.faults.filter { $0.mode != .observe }
    }

    private func track(_ name: String, _ isOwn: Bool) -> Interest? {
        if let entry = byKind[.track]?[name] { return .properties(entry) }
        guard let mode = settings.unplanned, !isOwn, name != ConsentRecord.eventName else { return nil }
        return .unplanned(name, mode)
    }

    private func properties(_ kind: PlanRule.Kind, _ name: String?) -> Interest? {
        guard let entries = byKind[kind] else { return nil }
        return (name.flatMap { entries[$0] } ?? entries[PlanRule.every]).map { .properties($0) }
    }

    private func traits(_ whole: PlanRule.Kind, _ single: PlanRule.Kind) -> Interest? {
        let entry = byKind[whole]?[PlanRule.every]
        let entries = byKind[single] ?? [:]
        return entry == nil && entries.isEmpty ? nil : .traits(whole: entry, single: entries)
    }
}

extension TrackingPlan.Interest {
    /// - Parameters:
    ///   - tree: the properties of the call, for identify and group its traits.
    ///   - isOwn: what Maru's own services send is never held back.
    package func judgement(of tree: JSONObject, isOwn: Bool) -> PlanJudgement {
        var steps = Int.max
        return judgement(of: tree, isOwn: isOwn, steps: &steps)
    }

    /// - Parameter steps: goes down by the work done; once it is at 0 the rest is not looked at.
    package func judgement(of tree: JSONObject, isOwn: Bool, steps: inout Int) -> PlanJudgement {
        var judgement = PlanJudgement()
        switch self {
        case .properties(let entry): judgement.add(entry, .object(tree), isOwn, &steps)
        case .unplanned(let name, let mode): judgement.addUnplanned(name, mode)
        case .traits(let whole, let single):
            if let whole { judgement.add(whole, .object(tree), isOwn, &steps) }
            guard !single.isEmpty else { break }
            // Null takes a trait back and is no value of it.
            for (name, value) in tree where !value.isNull && steps > 0 {
                if let entry = single[name] { judgement.add(entry, value, isOwn, &steps) }
            }
        }
        return judgement
    }
}

extension PlanJudgement {
    fileprivate mutating func add(_ entry: PlanEntry, _ value: JSONValue, _ isOwn: Bool, _ steps: inout Int) {
        let base = entry.rule.kind.pointer(entry.rule.name)
        let mode = isOwn ? .observe : entry.mode
        for fault in entry.schema.faults(in: value, steps: &steps) {
            faults.append(
                Fault(
                    rule: entry.rule.text, mode: mode,
                    fault: SchemaFault(
                        pointer: base + fault.pointer, place: fault.place, keyword: fault.keyword, wanted: fault.wanted,
                        shape: fault.shape)))
        }
        guard case .object(let members) = value else { return }
        for name in entry.schema.memberNames {
            known += 1
            if let member = members[name], !member.isNull { present += 1 }
        }
    }

    fileprivate mutating func addUnplanned(_ name: String, _ mode: PlanMode) {
        let fault = SchemaFault(
            pointer: "/event", place: name, keyword: Self.unplannedRule, wanted: "an event of the tracking plan", shape: "")
        faults.append(Fault(rule: Self.unplannedRule, mode: mode, fault: fault))
    }
}
