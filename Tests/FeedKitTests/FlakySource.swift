import FeedKit

/// Fails a few times before it answers.
struct FlakySource: FeedSource {
    struct Failure: Error {}

    let feed: Feed
    let failures: Int
    private let calls = Tally()

    init(feed: Feed, failures: Int) {
        self.feed = feed
        self.failures = failures
    }

    func page(_ query: FeedQuery) async throws -> FeedPage {
        if calls.add() <= failures { throw Failure() }
        return try await feed.page(query)
    }
}
