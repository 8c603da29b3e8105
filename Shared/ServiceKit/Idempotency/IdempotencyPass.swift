/// The right of one attempt to do what a request with an `Idempotency-Key` asks. A later attempt ends it.
package struct IdempotencyPass: Hashable, Sendable {
    /// Of the request being answered; nil for one without a key, and outside of requests.
    @TaskLocal package static var current: IdempotencyPass?

    let scope: String
    let key: String
    /// From 1.
    let attempt: Int64
}
