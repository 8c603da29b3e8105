package import CommonModels
package import JourneyDomain

/// A journey people may be entering or moving in.
package struct LiveJourney: Sendable {
    package let id: JourneyID
    package let key: JourneyKey
    package let isPaused: Bool
    package let publishedAt: Instant
    /// The version people enter.
    package let runnable: RunnableVersion

    package var entry: EntryStep { runnable.document.entry }
}
