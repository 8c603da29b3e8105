/// Every mistake found in one document; nothing of it is taken.
package struct DocumentProblems: Error, Hashable, Sendable {
    package let problems: [FieldProblem]

    package init(_ problems: [FieldProblem]) {
        self.problems = problems
    }
}
