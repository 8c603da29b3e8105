import FeedKit
import ServiceLifecycle
import StorageKit

/// The one writer of signals: requests gather into group commits.
struct SignalWriter: Service {
    /// Signals of one transaction, and signals that may wait for one.
    private static let batchMax = 2_000
    private static let queueMax = 20_000
    /// Bytes of those that may wait; as values in memory they take a few times that.
    private static let queueBytesMax = 64 * 1_048_576

    private let commits: GroupCommit<SignalSubmission, SignalOutcome>

    init(database: any Database, feed: Feed, types: SignalTypeStore) {
        commits = GroupCommit(
            "signals", database: database, maxItems: Self.batchMax, queueLimit: Self.queueMax, bytesMax: Self.queueBytesMax,
            weight: { max(1, $0.items.count) }, bytes: { $0.bytes }
        ) { submissions, transaction in
            try SignalBatch.apply(submissions, in: transaction, feed: feed, types: types).map { .success($0) }
        }
    }

    /// Returns once everything in the submission is durable.
    /// - Throws: `GroupCommitError.queueFull` (429), `StorageError.unavailable` (503).
    func submit(_ submission: SignalSubmission) async throws -> SignalOutcome { try await commits.submit(submission) }

    func run() async throws { try await commits.run() }
}
