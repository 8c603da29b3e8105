import CommonModels
import FeedKit
import ServiceLifecycle
import StorageKit

/// The one writer of the event log: requests of all connections gather into group commits.
struct IngestWriter: Service {
    /// Events of one transaction, and events that may wait for one.
    private static let batchMax = 5_000
    private static let queueMax = 50_000

    private let commits: GroupCommit<IngestSubmission, IngestOutcome>

    init(database: any Database, feed: Feed, ids: IDGenerator, rulebook: IdentityRulebook) {
        commits = GroupCommit(
            "ingest", database: database, maxItems: Self.batchMax, queueLimit: Self.queueMax, weight: { max(1, $0.events.count) }
        ) { submissions, transaction in
            try IngestBatch.apply(submissions, in: transaction, feed: feed, ids: ids, rulebook: rulebook).map { .success($0) }
        }
    }

    /// Returns once everything in the submission is durable.
    /// - Throws: `GroupCommitError.queueFull` (429), `StorageError.unavailable` (503).
    func submit(_ submission: IngestSubmission) async throws -> IngestOutcome { try await commits.submit(submission) }

    func run() async throws { try await commits.run() }
}
