/// What the store says to a request with an `Idempotency-Key`.
package enum IdempotencyClaim: Hashable, Sendable {
    /// First of its key: go on.
    case run
    /// The first one has not been answered yet: 409.
    case running
    /// The key was used with another body: 422.
    case otherBody
    case answered(StoredAnswer)
}
