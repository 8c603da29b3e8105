import CommonModels
import ProfileDomain
import StorageKit

/// The event log's rows, and the books kept of what came in.
enum IngestStore {
    /// A source's day, UTC, counted from 1970.
    struct DayKey: Hashable {
        let source: String
        let day: Int64
    }

    struct DayCount {
        var accepted = 0
        var duplicate = 0
        var rejected = 0
        var lastReceivedAt = Instant.epoch

        mutating func add(_ submission: IngestSubmission, _ outcome: IngestOutcome) {
            accepted += outcome.accepted
            duplicate += outcome.duplicates
            rejected += submission.rejected.count + outcome.erased + outcome.refused.count
            lastReceivedAt = max(lastReceivedAt, submission.receivedAt)
        }
    }

    /// Which of these messages are stored already.
    static func knownMessages(of events: [PreparedEvent], in transaction: any SQLTransaction) throws -> Set<String> {
        let ids = events.map { SQLValue.text($0.messageId) }
        return Set(try transaction.rows("SELECT message_id FROM event WHERE message_id IN", in: ids).map { try $0.text("message_id") })
    }

    static func save(days: [DayKey: DayCount], in transaction: any SQLTransaction) throws {
        for (key, count) in days {
            try transaction.execute(
                """
                INSERT INTO ingest_day (source, day, accepted, duplicate, rejected, last_received_at) VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (source, day) DO UPDATE SET accepted = ingest_day.accepted + excluded.accepted,
                    duplicate = ingest_day.duplicate + excluded.duplicate, rejected = ingest_day.rejected + excluded.rejected,
                    last_received_at = \(transaction.engine.greatest("ingest_day.last_received_at", "excluded.last_received_at"))
                """, [key.source, key.day, count.accepted, count.duplicate, count.rejected, count.lastReceivedAt])
        }
    }
}
