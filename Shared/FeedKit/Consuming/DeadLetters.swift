package import CommonModels
import Logging
package import ServiceKit
package import StorageKit

/// The events consumers of a service set aside: how many there are, and how long they are kept.
package enum DeadLetters {
    package static let keptFor = Duration.days(90)
    /// Rows of one transaction.
    private static let stepMax = 1_000

    /// For `/metrics`.
    package static func depth(in tx: any SQLTransaction) throws -> QueueDepth {
        try QueueDepth.count("feed_dead_letters", "maru_feed_dead_letter", in: tx)
    }

    /// Removes old ones, on one replica at a time.
    package static func retention(_ frame: ServiceFrame) -> Retention {
        let (database, clock) = (frame.database, frame.clock)
        return Retention("feed-dead-letters", of: frame) { try await sweep(database, before: clock.now() - keptFor) }
    }

    /// - Returns: letters removed.
    package static func sweep(_ database: any Database, before horizon: Instant) async throws -> Int {
        try await database.write { tx in
            let old = try tx.rows(
                "SELECT consumer, event_id FROM maru_feed_dead_letter WHERE set_aside_at < $1 LIMIT $2", [horizon, stepMax])
            return try tx.executeMany(
                "DELETE FROM maru_feed_dead_letter WHERE consumer = $1 AND event_id = $2",
                old.map { [try $0.value("consumer"), try $0.value("event_id")] })
        }
    }
}
