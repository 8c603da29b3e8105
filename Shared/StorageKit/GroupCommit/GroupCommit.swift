import Foundation
import Metrics
import ServiceLifecycle

/// Gathers items of many callers into one durable transaction, so that a commit's cost is shared.
///
/// Nobody waits for company: while one batch commits, the next gathers, up to its weight. So a lone caller pays one
/// commit, and the busier the service, the larger its batches. ``submit(_:)`` returns after the commit: acknowledged is
/// committed.
/// It runs as a `Service`; at graceful shutdown it takes nothing more and finishes what it took. The commits have a thread of
/// their own: on the pool of tasks each would wait its turn among all those who wait for it, twice.
package final class GroupCommit<Item: Sendable, Outcome: Sendable>: Service {
    /// Applies a batch, and answers for each item in order. A throw is the fault of one item: all are then applied
    /// one by one, each behind a savepoint, so that only the bad one fails.
    package typealias Apply = @Sendable ([Item], any SQLTransaction) throws -> [Result<Outcome, any Error>]

    private let name: String
    private let database: any Database
    private let weigh: @Sendable (Item) -> Int
    private let size: @Sendable (Item) -> Int
    private let apply: Apply
    private let queue: GroupCommitQueue<Item, Outcome>
    private let queued: Gauge
    private let batchSize: Recorder

    /// - Parameters:
    ///   - name: labels the metrics, e.g. `ingest`.
    ///   - maxItems: weight of one transaction.
    ///   - queueLimit: weight that may wait; past it ``GroupCommitError/queueFull(retryAfter:)``.
    ///   - bytesMax: bytes of the items that may wait; past it the same refusal.
    ///   - weight: what an item counts, e.g. the events in a request; 1 when not given.
    ///   - bytes: what an item takes; 0 when not given, so that only the weight is bounded.
    package init(
        _ name: String, database: any Database, maxItems: Int = 5_000, queueLimit: Int = 50_000, bytesMax: Int = .max,
        weight: @escaping @Sendable (Item) -> Int = { _ in 1 }, bytes: @escaping @Sendable (Item) -> Int = { _ in 0 },
        apply: @escaping Apply
    ) {
        self.name = name
        self.database = database
        self.weigh = weight
        size = bytes
        self.apply = apply
        queue = GroupCommitQueue(batchWeightMax: maxItems, weightMax: queueLimit, bytesMax: bytesMax)
        queued = Gauge(label: "maru_group_commit_queue_items", dimensions: [("queue", name)])
        batchSize = Recorder(label: "maru_group_commit_batch_items", dimensions: [("queue", name)])
    }

    /// Returns when the item is durable, with what its application answered.
    /// - Throws: ``GroupCommitError``, ``StorageError`` of the whole batch, or the item's own error.
    package func submit(_ item: Item) async throws -> Outcome {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try queue.append(GroupCommitQueue.Entry(item: item, weight: weigh(item), bytes: size(item), answer: continuation))
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Commits batches until shutdown, then what is left.
    package func run() async throws {
        let queue = self.queue
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await withCheckedContinuation { ended in
                    let thread = Thread {
                        self.commitUntilClosed()
                        ended.resume()
                    }
                    thread.name = "maru.\(name)"
                    thread.stackSize = 2 << 20
                    thread.start()
                }
            } onGracefulShutdown: {
                queue.close()
            }
        } onCancel: {
            queue.close()
        }
    }

    private func commitUntilClosed() {
        while true {
            queue.waitForEntries()
            queued.record(queue.queuedWeight)
            let (batch, isClosed) = queue.takeBatch()
            if batch.isEmpty && isClosed { return }
            guard !batch.isEmpty else { continue }
            batchSize.record(batch.reduce(0) { $0 + $1.weight })
            commit(batch)
        }
    }

    private func commit(_ batch: [GroupCommitQueue<Item, Outcome>.Entry]) {
        let items = batch.map(\.item)
        do {
            try database.writeBlocking { [apply] transaction in
                let results = try apply(items, transaction)
                guard results.count == items.count else { throw StorageError.malformed("a batch answered for another count of items") }
                Self.answer(batch, results, after: transaction)
            }
        } catch  where batch.count > 1 && StorageError.isFaultOfWork(error) {
            commitOneByOne(batch)
        } catch {
            for entry in batch { entry.answer.resume(throwing: error) }
        }
    }

    private func commitOneByOne(_ batch: [GroupCommitQueue<Item, Outcome>.Entry]) {
        do {
            try database.writeBlocking { [apply] transaction in
                let results = batch.map { entry in
                    Result {
                        try transaction.savepoint {
                            guard let result = try apply([entry.item], transaction).first else {
                                throw StorageError.malformed("an item has no answer")
                            }
                            return try result.get()
                        }
                    }
                }
                Self.answer(batch, results, after: transaction)
            }
        } catch {
            for entry in batch { entry.answer.resume(throwing: error) }
        }
    }

    /// Answers as soon as the transaction is durable, on the thread that made it so: the callers go on while this one is
    /// still on its way to the next batch.
    private static func answer(
        _ batch: [GroupCommitQueue<Item, Outcome>.Entry], _ results: [Result<Outcome, any Error>], after transaction: any SQLTransaction
    ) {
        transaction.afterCommit {
            for (entry, result) in zip(batch, results) { entry.answer.resume(with: result) }
        }
    }
}
