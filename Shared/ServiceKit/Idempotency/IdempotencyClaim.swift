/// What the store says to a request with an `Idempotency-Key`.
package enum IdempotencyClaim: Hashable, Sendable {
    /// First of its key, or the one before changed nothing: go on.
    case run(IdempotencyPass)
    /// The first one has not been answered yet: 409.
    case running
    /// The change was made, and its answer was lost with the process: 409.
    case unanswered
    /// The key was used with another body: 422.
    case otherBody
    case answered(StoredAnswer)
}
