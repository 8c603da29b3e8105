/// What a reader asks of a feed.
package struct FeedQuery: Hashable, Sendable {
    package static let limitDefault = 1_000
    package static let limitMax = 5_000
    package static let timeoutMax = Duration.seconds(60)
    package static let partitionsMax = 256

    /// Events strictly after this id; 0 is the start.
    package var after: Int64
    package var limit: Int
    /// How long to wait for a first event.
    package var timeout: Duration
    /// Events whose key falls to `index` of `count`; nil for all.
    package var partition: FeedPartition?
    /// Only events of this topic; nil for all.
    package var topic: FeedTopic?

    package init(
        after: Int64 = 0, limit: Int = limitDefault, timeout: Duration = .zero, partition: FeedPartition? = nil, topic: FeedTopic? = nil
    ) {
        self.after = after
        self.limit = limit
        self.timeout = timeout
        self.partition = partition
        self.topic = topic
    }
}
