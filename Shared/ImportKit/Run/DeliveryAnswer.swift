/// What became of a batch.
package enum DeliveryAnswer: Sendable, Equatable {
    /// Durably stored, except the events at these places of the batch, with the reason.
    case accepted(refused: [Int: String])
    /// The server will never take it as it is: 400, 413, 422.
    case refused(String)
    /// Try again, after this long if the server said so: 408, 429, 5xx, no connection.
    case retry(after: Duration?, String)
    /// The key may not ingest: 401, 403.
    case notAllowed(String)

    /// Everything durably stored.
    package static let accepted = DeliveryAnswer.accepted(refused: [:])
}
