/// The feed no longer keeps what comes after a consumer's cursor: going on would skip events without anybody knowing.
package struct FeedHistoryGone: Error, Hashable {
    /// The last event applied.
    package let position: Int64
    /// The last event the feed's retention removed.
    package let removedThrough: Int64

    package init(position: Int64, removedThrough: Int64) {
        self.position = position
        self.removedThrough = removedThrough
    }
}
