import CommonModels
package import Logging
import ServiceLifecycle
import StorageKit

/// Drops events that are older than any consumer may fall behind, a few thousand at a time.
package struct FeedRetention: Service {
    package static let keepDefault = Duration.seconds(35 * 86_400)

    private let feed: Feed
    private let keep: Duration
    private let leases: LeaseStore
    private let holder: String
    private let logger: Logger

    /// - Parameter holder: names this replica; one of them does the work.
    package init(feed: Feed, keep: Duration = keepDefault, holder: String, logger: Logger) {
        self.feed = feed
        self.keep = keep
        self.holder = holder
        self.logger = logger
        leases = LeaseStore(database: feed.database, clock: feed.clock)
    }

    package func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                do { try await sweep() } catch is StorageError { logger.warning("Old feed events could not be removed") }
                try await Task.sleep(for: .seconds(3_600))
            }
        }
    }

    /// - Returns: events removed, nil when another replica does it.
    @discardableResult
    package func sweep() async throws -> Int? {
        guard let lease = try await leases.acquire("maru_feed_retention", holder: holder, for: .seconds(600)) else { return nil }
        let removed = try await feed.removeEvents(publishedBefore: feed.clock.now() - keep)
        try await leases.release(lease)
        return removed
    }
}
