/// What came of rendering a message for a person.
package enum RenderResult: Hashable, Sendable {
    case rendered(Rendered)
    /// No such published item, now and for this message.
    case notFound
    /// The item has no subject or no text for this channel.
    case incomplete(String)
    /// Content did not answer; worth another attempt.
    case unavailable(String)
}
