/// Limits of a ``FeedConsumer``.
package struct FeedConsumerSettings: Sendable {
    /// Events of one transaction.
    package var batchMax = 2_000
    /// How long a poll waits at the end of the feed.
    package var pollTime = Duration.seconds(20)
    /// Least time between two polls while the pages are small.
    package var pauseMin = Duration.milliseconds(10)
    /// Bounds of the pause after a failure; it doubles, with jitter.
    package var backOffMin = Duration.milliseconds(100)
    package var backOffMax = Duration.seconds(5)
    /// Times a batch is tried as a whole before its events are tried one by one and the bad ones set aside.
    package var attemptsMax = 3
    /// Behind for longer than this, the service is not ready.
    package var lagMax = Duration.seconds(60)

    package init() {}
}
