/// Whether a person matches a rule, and why.
package struct RuleOutcome: Hashable, Sendable {
    package let matches: Bool
    package let trace: RuleTrace
}
