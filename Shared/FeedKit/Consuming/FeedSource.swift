/// Where a consumer gets events: over HTTP, within a process, or one day from a broker.
package protocol FeedSource: Sendable {
    /// The next page; may wait up to the query's timeout.
    func page(_ query: FeedQuery) async throws -> FeedPage
}

/// In the process of the feed itself.
extension Feed: FeedSource {}
