package import CommonModels
package import Foundation

/// Many rules evaluated for one person at one instant, as when a decision looks at every offer:
/// conditions that several rules share are evaluated once.
package struct CompiledRuleSet: Sendable {
    fileprivate indirect enum Node: Sendable {
        case all([Node])
        case any([Node])
        case not(Node)
        case condition(Int)
    }

    package let references: RuleReferences
    fileprivate let conditions: [CompiledCondition]
    fileprivate let roots: [Node]

    /// The rules keep their positions: ask for them by index.
    package init(_ rules: [Rule], fallbackZone: TimeZone = DateReading.fallbackZone) {
        var positions: [Rule: Int] = [:]
        var conditions: [CompiledCondition] = []
        func node(_ compiled: CompiledNode) -> Node {
            switch compiled.kind {
            case .all(let nodes): return .all(nodes.map(node))
            case .any(let nodes): return .any(nodes.map(node))
            case .not(let inner): return .not(node(inner))
            case .condition(let condition):
                if let known = positions[compiled.rule] { return .condition(known) }
                positions[compiled.rule] = conditions.count
                conditions.append(condition)
                return .condition(conditions.count - 1)
            }
        }
        roots = rules.map { node(CompiledNode($0, fallbackZone: fallbackZone)) }
        self.conditions = conditions
        references = rules.reduce(into: RuleReferences()) { $0.formUnion(RuleReferences(of: $1)) }
    }

    package var count: Int { roots.count }
    /// Different conditions among all rules.
    package var conditionCount: Int { conditions.count }

    /// Begins an evaluation; conditions are evaluated when the first rule needs them.
    package func evaluation<Facts: RuleFacts>(of facts: Facts, at now: Instant) -> RuleSetEvaluation<Facts> {
        RuleSetEvaluation(set: self, facts: facts, now: now)
    }
}

/// One person's pass over a ``CompiledRuleSet``.
package struct RuleSetEvaluation<Facts: RuleFacts> {
    private enum Known: UInt8 { case nothing, holds, fails }

    private let set: CompiledRuleSet
    private let facts: Facts
    private let now: Instant
    private var known: [Known]

    init(set: CompiledRuleSet, facts: Facts, now: Instant) {
        self.set = set
        self.facts = facts
        self.now = now
        known = [Known](repeating: .nothing, count: set.conditions.count)
    }

    /// Whether the rule at `index` matches.
    package mutating func matches(_ index: Int) -> Bool { holds(set.roots[index]) }

    private mutating func holds(_ node: CompiledRuleSet.Node) -> Bool {
        switch node {
        case .all(let nodes):
            for node in nodes where !holds(node) { return false }
            return true
        case .any(let nodes):
            for node in nodes where holds(node) { return true }
            return false
        case .not(let node): return !holds(node)
        case .condition(let index):
            switch known[index] {
            case .holds: return true
            case .fails: return false
            case .nothing:
                let answer = set.conditions[index].holds(facts, at: now)
                known[index] = answer ? .holds : .fails
                return answer
            }
        }
    }
}
