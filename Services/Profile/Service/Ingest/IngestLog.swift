package import CommonModels
package import StorageKit

/// What came in, by source and day, and what was refused and why.
package struct IngestLog: Sendable {
    private let database: any Database

    package init(database: any Database) { self.database = database }

    /// Counts per source over the last `days` UTC days up to `now`, the busiest first.
    package func sources(days: Int64, now: Instant) async throws -> [SourceHealth] {
        let from = now.utcDay - days + 1
        return try await database.read { transaction in
            try transaction.rows(
                """
                SELECT source, sum(accepted) AS accepted, sum(duplicate) AS duplicate, sum(rejected) AS rejected,
                    max(last_received_at) AS last_received_at FROM ingest_day WHERE day >= $1 GROUP BY source
                ORDER BY sum(accepted) DESC, source LIMIT 1000
                """, [from]
            ).map { row in
                SourceHealth(
                    source: try row.text("source"), accepted: try row.integer("accepted"), duplicates: try row.integer("duplicate"),
                    rejected: try row.integer("rejected"), lastReceivedAt: try row.instant("last_received_at"))
            }
        }
    }

    /// Refused events, newest first.
    package func rejections(limit: Int, before: Int64?) async throws -> [IngestRejected] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT rejection_id, at, source, code, detail, pointer, payload FROM ingest_rejection WHERE rejection_id < $1
                ORDER BY rejection_id DESC LIMIT $2
                """, [before ?? Int64.max, limit]
            ).map { row in
                IngestRejected(
                    id: try row.integer("rejection_id"), at: try row.instant("at"), source: try row.text("source"),
                    code: try row.text("code"), detail: try row.text("detail"), pointer: try row.text("pointer"),
                    payload: try row.text("payload"))
            }
        }
    }
}

/// A source's events over some days.
package struct SourceHealth: Hashable, Sendable, Codable {
    package let source: String
    package let accepted: Int64
    package let duplicates: Int64
    package let rejected: Int64
    package let lastReceivedAt: Instant
}

/// An event that was refused, kept as it was sent.
package struct IngestRejected: Hashable, Sendable, Codable, Identifiable {
    package let id: Int64
    package let at: Instant
    package let source: String
    package let code: String
    package let detail: String
    package let pointer: String
    package let payload: String
}
