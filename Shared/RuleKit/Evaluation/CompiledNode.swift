import CommonModels
import Foundation

/// The tree of a compiled rule. Each node keeps the rule it came from, for traces.
final class CompiledNode: Sendable {
    enum Kind: Sendable {
        case all([CompiledNode])
        case any([CompiledNode])
        case not(CompiledNode)
        case condition(CompiledCondition)
    }

    let rule: Rule
    let kind: Kind

    init(_ rule: Rule, fallbackZone: TimeZone) {
        self.rule = rule
        func events(_ selection: EventSelection) -> CompiledEvents { CompiledEvents(selection, fallbackZone: fallbackZone) }
        switch rule {
        case .all(let rules): kind = .all(rules.map { CompiledNode($0, fallbackZone: fallbackZone) })
        case .any(let rules): kind = .any(rules.map { CompiledNode($0, fallbackZone: fallbackZone) })
        case .not(let rule): kind = .not(CompiledNode(rule, fallbackZone: fallbackZone))
        case .everyone: kind = .condition(.everyone)
        case .trait(let condition):
            kind = .condition(.trait(CompiledValueTest(path: condition.trait, test: condition.test, fallbackZone: fallbackZone)))
        case .eventCount(let condition): kind = .condition(.eventCount(events(condition.events), condition.count))
        case .eventSum(let condition): kind = .condition(.eventSum(events(condition.events), condition.property, condition.sum))
        case .recency(let condition): kind = .condition(.recency(events(condition.events), condition.which, condition.age))
        case .segment(let condition): kind = .condition(.segment(condition))
        case .consent(let condition): kind = .condition(.consent(condition))
        case .percent(let condition): kind = .condition(.percent(condition))
        }
    }

    func holds(_ facts: some RuleFacts, at now: Instant) -> Bool {
        switch kind {
        case .all(let nodes):
            for node in nodes where !node.holds(facts, at: now) { return false }
            return true
        case .any(let nodes):
            for node in nodes where node.holds(facts, at: now) { return true }
            return false
        case .not(let node): return !node.holds(facts, at: now)
        case .condition(let condition): return condition.holds(facts, at: now)
        }
    }

    /// Whether it holds now, and the earliest instant at which it may no longer be so.
    ///
    /// A group that is decided by some of its members stays decided until all of those have changed,
    /// so the latest of their changes is still never later than the group's own.
    func outlook(_ facts: some RuleFacts, at now: Instant) -> (holds: Bool, nextChange: Instant?) {
        switch kind {
        case .all(let nodes): return groupOutlook(nodes, decidedBy: false, facts, at: now)
        case .any(let nodes): return groupOutlook(nodes, decidedBy: true, facts, at: now)
        case .not(let node):
            let (holds, next) = node.outlook(facts, at: now)
            return (!holds, next)
        case .condition(let condition): return (condition.holds(facts, at: now), condition.nextChange(facts, at: now))
        }
    }

    func trace(_ facts: some RuleFacts, at now: Instant) -> RuleTrace {
        switch kind {
        case .all(let nodes):
            let children = nodes.map { $0.trace(facts, at: now) }
            return RuleTrace(rule: rule, holds: children.allSatisfy(\.holds), observed: .nothing, children: children)
        case .any(let nodes):
            let children = nodes.map { $0.trace(facts, at: now) }
            return RuleTrace(rule: rule, holds: children.contains(where: \.holds), observed: .nothing, children: children)
        case .not(let node):
            let child = node.trace(facts, at: now)
            return RuleTrace(rule: rule, holds: !child.holds, observed: .nothing, children: [child])
        case .condition(let condition):
            return RuleTrace(
                rule: rule, holds: condition.holds(facts, at: now), observed: condition.observed(facts, at: now), children: [])
        }
    }

    private func groupOutlook(
        _ nodes: [CompiledNode], decidedBy deciding: Bool, _ facts: some RuleFacts, at now: Instant
    ) -> (holds: Bool, nextChange: Instant?) {
        var isDecided = false
        var earliest: Instant?
        var latestDeciding: Instant?
        var isDecidedForGood = false
        for node in nodes {
            let (holds, next) = node.outlook(facts, at: now)
            if let next { earliest = earliest.map { min($0, next) } ?? next }
            guard holds == deciding else { continue }
            isDecided = true
            if let next { latestDeciding = latestDeciding.map { max($0, next) } ?? next } else { isDecidedForGood = true }
        }
        guard isDecided else { return (!deciding, earliest) }
        return (deciding, isDecidedForGood ? nil : latestDeciding)
    }
}
