package import CommonModels
import HTTPTypes
package import ServiceKit

/// A use of data a policy stands against: 403 that names the policy and the field.
package struct PolicyViolation: Error, Hashable, Sendable, ProblemConvertible {
    package let refusal: PolicyRefusal

    package init(_ refusal: PolicyRefusal) { self.refusal = refusal }

    package var problem: Problem {
        Problem(
            type: "policy-violated", status: .forbidden, title: "A policy stands against this",
            detail:
                "The policy \(refusal.policy) does not allow it because of \(refusal.field), which holds \(refusal.label.rawValue) data.",
            extensions: refusal.json.objectValue ?? [:])
    }
}
