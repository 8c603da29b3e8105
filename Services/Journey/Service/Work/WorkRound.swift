package import CommonModels

/// What one round of a loop found.
package struct WorkRound: Hashable, Sendable {
    /// There may be more to do right now.
    package let hasMore: Bool
    /// When the next thing is due; nil when nothing is.
    package let nextDue: Instant?

    package init(hasMore: Bool, nextDue: Instant?) {
        self.hasMore = hasMore
        self.nextDue = nextDue
    }
}
