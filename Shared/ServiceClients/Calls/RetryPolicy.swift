/// When and after how long a failed call is tried again.
package struct RetryPolicy: Hashable, Sendable {
    /// Attempts in all, the first included.
    package var attemptsMax: Int
    package var pauseMin: Duration
    package var pauseMax: Duration

    package init(attemptsMax: Int = 3, pauseMin: Duration = .milliseconds(50), pauseMax: Duration = .seconds(2)) {
        self.attemptsMax = attemptsMax
        self.pauseMin = pauseMin
        self.pauseMax = pauseMax
    }

    /// No second attempt: for loops that come again by themselves.
    package static let never = RetryPolicy(attemptsMax: 1)

    /// Statuses that say "not now".
    package static func isTemporary(_ status: Int) -> Bool { [408, 429, 502, 503, 504].contains(status) }

    /// The pause before attempt `attempt + 1`: full jitter over a doubling bound, at least what the neighbour asked for.
    /// - Parameter jitter: from 0 to 1.
    package func pause(afterAttempt attempt: Int, retryAfter: Duration?, jitter: Double) -> Duration {
        let bound = min(pauseMin * (1 << min(attempt, 16)), pauseMax)
        return min(max(bound * jitter, retryAfter ?? .zero), pauseMax)
    }
}
