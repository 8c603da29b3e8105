/// One of the parts replicas share a feed by.
package struct FeedPartition: Hashable, Sendable {
    package let index: Int
    package let count: Int

    /// - Returns: nil unless 0 ≤ index < count ≤ ``FeedQuery/partitionsMax``.
    package init?(index: Int, count: Int) {
        guard count >= 1, count <= FeedQuery.partitionsMax, (0..<count).contains(index) else { return nil }
        self.index = index
        self.count = count
    }
}
