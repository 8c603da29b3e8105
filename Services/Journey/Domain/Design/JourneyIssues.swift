/// Everything wrong with a document, found in one pass.
package struct JourneyIssues: Error, Hashable, Sendable {
    package static let countMax = 100
    package let issues: [JourneyIssue]

    package init(_ issues: [JourneyIssue]) {
        self.issues = Array(issues.prefix(Self.countMax))
    }
}
