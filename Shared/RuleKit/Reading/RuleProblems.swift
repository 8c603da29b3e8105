/// Every problem of a rule's JSON at once.
package struct RuleProblems: Error, Hashable, Sendable {
    package let problems: [RuleProblem]

    package init(_ problems: [RuleProblem]) { self.problems = problems }
}
