package import CommonModels

/// What the re-entry rule needs to know of a person's latest run.
package struct EarlierRun: Hashable, Sendable {
    package let enteredAt: Instant
    package let isInside: Bool

    package init(enteredAt: Instant, isInside: Bool) {
        self.enteredAt = enteredAt
        self.isInside = isInside
    }
}
