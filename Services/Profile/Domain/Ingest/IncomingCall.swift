package import CommonModels

/// One call of the tracking API as it arrived: ids and times read, everything else kept as raw JSON text.
package struct IncomingCall: Hashable, Sendable {
    package var type: CustomerEventType
    /// `event` of track, `name` of page and screen.
    package var name: String?
    package var messageId: String?
    package var userId: String?
    package var anonymousId: String?
    /// alias: the id that becomes `userId`.
    package var previousId: String?
    package var groupId: String?
    /// When it happened by the sender's clock.
    package var originalTime: Instant?
    package var sentAt: Instant?
    /// `properties`, for identify and group `traits`; a JSON object as text.
    package var properties: String = "{}"
    package var context: String = "{}"

    package init(type: CustomerEventType) { self.type = type }
}
