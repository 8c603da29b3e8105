package import CommonModels

/// What one sender may send at once. Write keys live by the Segment API's limits; server keys (imports, other
/// services) may send larger events, since an order with a thousand lines is one event.
package struct IngestLimits: Hashable, Sendable {
    /// Bytes of one event.
    package let eventBytesMax: Int
    /// Bytes of one request body after inflation.
    package let batchBytesMax: Int
    /// Events in one batch.
    package let batchCountMax: Int
    /// A batch's context stands with each of its events: bytes of all the copies, as a multiple of ``batchBytesMax``.
    package static let contextCopiesMax = 16
    /// Characters of `messageId`, `userId`, `anonymousId`, `previousId`, `groupId` and event names.
    package let idLengthMax: Int
    /// How far ahead of the server's clock an event may lie.
    package let futureMax: Duration
    /// Events before this instant are refused as a wrong clock.
    package let earliest: Instant

    package init(
        eventBytesMax: Int, batchBytesMax: Int, batchCountMax: Int = 5_000, idLengthMax: Int = 255,
        futureMax: Duration = .days(1), earliest: Instant = Instant(secondsSince1970: 631_152_000)
    ) {
        self.eventBytesMax = eventBytesMax
        self.batchBytesMax = batchBytesMax
        self.batchCountMax = batchCountMax
        self.idLengthMax = idLengthMax
        self.futureMax = futureMax
        self.earliest = earliest
    }

    /// 32 KB an event, 500 KB a batch (Segment tracking API).
    package static let writeKey = IngestLimits(eventBytesMax: 32 * 1_024, batchBytesMax: 500 * 1_024)
    /// 1 MiB an event, 4 MiB a batch.
    package static let serverKey = IngestLimits(eventBytesMax: 1_048_576, batchBytesMax: 4 * 1_048_576)
}
