/// Why a ``GroupCommit`` did not take an item; nothing of it was saved.
package enum GroupCommitError: Error, Hashable {
    /// The queue is at its limit. HTTP 503 or 429 with `Retry-After`.
    case queueFull(retryAfter: Duration)
    /// The service is shutting down.
    case closed
}
