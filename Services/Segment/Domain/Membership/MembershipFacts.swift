package import CommonModels
package import RuleKit

/// Facts whose memberships the evaluator brings up to date as it goes.
package protocol MembershipFacts: RuleFacts {
    var segments: Set<SegmentID> { get set }
}

extension FactSheet: MembershipFacts {}
