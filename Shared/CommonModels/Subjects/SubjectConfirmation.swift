/// A service's word that it did what a case asked, written in the transaction in which it did so.
package struct SubjectConfirmation: Hashable, Sendable, Codable {
    package static let countsMax = 100

    package let action: SubjectAction
    package let appliedAt: Instant
    /// Every place the service looked in, those where nothing was included.
    package let counts: [SubjectCount]
    /// Rows that still name the person afterwards, where none should: more than 0 is a fault to look into.
    package let left: Int

    package init(action: SubjectAction, appliedAt: Instant, counts: [SubjectCount], left: Int) {
        self.action = action
        self.appliedAt = appliedAt
        self.counts = counts
        self.left = left
    }
}
