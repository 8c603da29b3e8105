package import CommonModels
package import RuleKit

/// The person a decision is for, as this replica knows them now.
package struct Visitor {
    package let facts: any RuleFacts
    /// False for a visitor whose identity resolves to nobody.
    package let isNamed: Bool
    package let isHeldOut: Bool
    package let arm: ExperimentArm?
    package let counters: CapCounters
    /// What their data may not be used for.
    package let restriction: UseRestriction

    package init(
        facts: any RuleFacts, isNamed: Bool, isHeldOut: Bool, arm: ExperimentArm?, counters: CapCounters,
        restriction: UseRestriction = .none
    ) {
        self.facts = facts
        self.isNamed = isNamed
        self.isHeldOut = isHeldOut
        self.arm = arm
        self.counters = counters
        self.restriction = restriction
    }
}
