/// A stretch of a feed, as it goes on the wire.
package struct FeedPage: Sendable {
    /// Bytes after which a page is full whatever its limit.
    package static let bytesMax = 8 * 1_048_576

    /// A JSON array of CloudEvents.
    package let body: [UInt8]
    package let count: Int
    package let firstID: Int64?
    package let lastID: Int64?
    /// No later event can join this page.
    package let isFull: Bool
    /// The newest id of the feed when the page was read, 0 when it is empty.
    package let head: Int64
    /// How far the feed was looked at: beyond ``lastID`` when what follows is gone from the log.
    package let position: Int64
    /// The last id retention removed, 0 when everything is there: readers below it have missed events.
    package let removedThrough: Int64

    package init(
        body: [UInt8], count: Int, firstID: Int64?, lastID: Int64?, isFull: Bool, head: Int64, removedThrough: Int64 = 0,
        position: Int64 = 0
    ) {
        self.body = body
        self.count = count
        self.firstID = firstID
        self.lastID = lastID
        self.isFull = isFull
        self.head = head
        self.removedThrough = removedThrough
        self.position = position
    }
}
