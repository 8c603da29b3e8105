import CommonModels
import FeedKit
import ProfileDomain
import ServiceLifecycle
import StorageKit

/// The one writer of the event log: requests of all connections gather into group commits.
struct IngestWriter: Service {
    /// Events of one transaction, and events that may wait for one.
    private static let batchMax = 5_000
    private static let queueMax = 50_000
    /// Bytes of the bodies that may wait; as values in memory they take a few times that.
    private static let queueBytesMax = 64 * 1_048_576

    private let commits: GroupCommit<IngestSubmission, IngestOutcome>
    private let plans: TraitPlanCache
    private let trackingPlans: TrackingPlanCache

    init(database: any Database, feed: Feed, parts: IngestParts) {
        plans = parts.plans
        trackingPlans = parts.tracking
        commits = GroupCommit(
            "ingest", database: database, maxItems: Self.batchMax, queueLimit: Self.queueMax, bytesMax: Self.queueBytesMax,
            weight: { max(1, $0.events.count) }, bytes: { $0.bytes }
        ) { submissions, transaction in
            try IngestBatch.apply(submissions, in: transaction, feed: feed, parts: parts).map { .success($0) }
        }
    }

    /// What traits are computed from, as of the last transaction.
    var plan: TraitPlan { plans.latest }

    /// What events must look like, as of the last transaction.
    var tracking: TrackingPlan { trackingPlans.latest }

    /// Returns once everything in the submission is durable.
    /// - Throws: `GroupCommitError.queueFull` (429), `StorageError.unavailable` (503).
    func submit(_ submission: IngestSubmission) async throws -> IngestOutcome { try await commits.submit(submission) }

    func run() async throws { try await commits.run() }
}
