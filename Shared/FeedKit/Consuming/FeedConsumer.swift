package import CommonModels
package import Logging
package import ServiceClients
package import ServiceKit
import ServiceLifecycle
package import StorageKit

/// Reads a neighbour's feed for ever and applies it to this service's own storage.
///
/// The cursor moves in the transaction that applies, so every event is applied once to the database however often the
/// process dies; `apply` must change nothing else. A batch that cannot be applied is tried again; then its events are
/// applied one by one, and those that still fail are kept with their reason in `maru_feed_dead_letter`.
///
/// An event may say what its publisher had read of other feeds (``CloudEvent/seen``). Where this service reads those, too, it
/// reads as far before it applies the event: causes come before their effects (Lamport, "Time, Clocks, and the Ordering of
/// Events in a Distributed System", 1978).
///
/// A consumer further behind than the feed keeps its events stops (``FeedHistoryGone``): `/readyz`, the log and the metric
/// `maru_feed_history_gone` say so. Whoever has rebuilt what it derives, or can do without, deletes its row of
/// `maru_feed_cursor`; it then goes on with the oldest event there is.
package final class FeedConsumer: Service {
    package typealias Apply = @Sendable ([CloudEvent], any SQLTransaction) throws -> Void
    package typealias AfterCommit = @Sendable ([CloudEvent]) async -> Void

    package static let migrations = FeedCursorStore.migrations

    private let name: String
    private let source: any FeedSource
    private let database: any Database
    private let clock: WallClock
    private let settings: FeedConsumerSettings
    private let partition: FeedPartition?
    private let topic: FeedTopic?
    private let neighbours: FeedCursors?
    private let apply: Apply
    private let afterCommit: AfterCommit
    private let cursor: FeedCursorStore
    private let progress: FeedProgress
    private let logger: Logger

    /// - Parameters:
    ///   - name: names the cursor; never change it, e.g. `segment-profile`.
    ///   - neighbours: of this service's consumers, for events that must not come before what they came from.
    ///   - afterCommit: told of events that are applied for good; it may be skipped when the process ends.
    package init(
        name: String, source: any FeedSource, database: any Database, clock: WallClock, logger: Logger,
        settings: FeedConsumerSettings = FeedConsumerSettings(), partition: FeedPartition? = nil, topic: FeedTopic? = nil,
        neighbours: FeedCursors? = nil, apply: @escaping Apply, afterCommit: @escaping AfterCommit = { _ in }
    ) {
        self.name = partition.map { "\(name)-\($0.index)-of-\($0.count)" } ?? name
        self.source = source
        self.database = database
        self.clock = clock
        self.settings = settings
        self.partition = partition
        self.topic = topic
        self.neighbours = neighbours
        self.apply = apply
        self.afterCommit = afterCommit
        self.logger = logger
        cursor = FeedCursorStore(consumer: self.name)
        progress = FeedProgress(name: self.name, now: clock.now())
    }

    /// Reads the feed of a neighbour over HTTP.
    package convenience init(
        name: String, source: ServiceName, http: ServiceHTTP, frame: ServiceFrame,
        settings: FeedConsumerSettings = FeedConsumerSettings(), partition: FeedPartition? = nil, topic: FeedTopic? = nil,
        neighbours: FeedCursors? = nil, apply: @escaping Apply, afterCommit: @escaping AfterCommit = { _ in }
    ) {
        self.init(
            name: name, source: HTTPFeedSource(source, http: http), database: frame.database, clock: frame.clock, logger: frame.logger,
            settings: settings, partition: partition, topic: topic, neighbours: neighbours, apply: apply, afterCommit: afterCommit)
    }

    /// Within ``FeedConsumerSettings/lagMax`` of the feed's end, as far as is known.
    package var readiness: ReadinessCheck { progress.readiness(now: clock.now(), lagMax: settings.lagMax) }

    /// Events of the feed not applied yet, as of the last answer.
    package var lag: Int64 { progress.lag }

    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await self.consume() }
        } catch is CancellationError {
            return
        }
    }

    /// Reads and applies one page.
    /// - Returns: events that page had; 0 at the end of the feed.
    @discardableResult
    package func step(waiting timeout: Duration = .zero) async throws -> Int {
        let cursor = self.cursor
        let position = try await database.read { try cursor.position(in: $0) }
        let page = try await source.page(
            FeedQuery(after: position, limit: settings.batchMax, timeout: timeout, partition: partition, topic: topic))
        // The cursor of a topic rests at its last event, however long ago that was.
        if topic == nil, position > 0, position < page.removedThrough {
            throw FeedHistoryGone(position: position, removedThrough: page.removedThrough)
        }
        progress.heard(of: page.head, at: position, now: clock.now())
        guard page.count > 0 else {
            if page.position > position { return try await pass(to: page, from: position) }
            let isWhole = partition == nil && topic == nil
            progress.moved(to: isWhole ? position : max(position, page.head), head: page.head, now: clock.now())
            return 0
        }
        let batch = try FeedBatch(page.body, after: position)
        try await reach(batch.seen)
        guard try await applied(batch) else { return batch.events.count }
        progress.moved(to: batch.last, head: page.head, now: clock.now())
        await afterCommit(batch.events)
        return batch.events.count
    }

    /// Waits, for as long as it takes, until this service has read as much of its other feeds as the publisher had.
    private func reach(_ seen: FeedPositions) async throws {
        guard let neighbours, !seen.isEmpty else { return }
        var isTold = false
        while try await !neighbours.reach(seen, in: database, within: settings.lagMax) {
            if !isTold {
                logger.warning(
                    "A feed waits for another one that its events came from",
                    metadata: ["consumer": .string(name), "wanted": .string(seen.text)])
            }
            isTold = true
        }
    }

    /// Moves on over events that are gone from their service's log.
    private func pass(to page: FeedPage, from position: Int64) async throws -> Int {
        let (cursor, clock) = (self.cursor, self.clock)
        try await database.write { transaction in
            guard try cursor.lockedPosition(in: transaction) == position else { return }
            try cursor.move(to: page.position, at: clock.now(), in: transaction)
        }
        progress.moved(to: page.position, head: page.head, now: clock.now())
        return 0
    }

    private func consume() async throws {
        var failures = 0
        while true {
            do {
                let count = try await step(waiting: settings.pollTime)
                failures = 0
                // A stream of single events is read in gulps rather than one by one.
                if count < settings.batchMax / 4 { try await Task.sleep(for: settings.pauseMin) }
            } catch let gone as FeedHistoryGone {
                if failures == 0 {
                    logger.critical(
                        "A feed no longer keeps what this consumer has not read: it has stopped", metadata: ["consumer": .string(name)])
                }
                failures += 1
                progress.stopped(gone)
                try await Task.sleep(for: settings.lagMax)
            } catch {
                try Task.checkCancellation()
                failures += 1
                progress.failed(now: clock.now())
                let kind = String(describing: type(of: error))
                logger.warning("A feed could not be consumed", metadata: ["consumer": .string(name), "error": .string(kind)])
                let ceiling = min(settings.backOffMin * (1 << min(failures, 10)), settings.backOffMax)
                try await Task.sleep(for: ceiling * Double.random(in: 0.5...1))
            }
        }
    }

    /// - Returns: false when another replica moved the cursor meanwhile; then nothing was done.
    private func applied(_ batch: FeedBatch) async throws -> Bool {
        for attempt in 1... {
            do {
                return try await applyWhole(batch)
            } catch  where StorageError.isFaultOfWork(error) {
                guard attempt >= settings.attemptsMax else {
                    try await Task.sleep(for: settings.backOffMin * Double(attempt) * Double.random(in: 0.5...1))
                    continue
                }
                return try await applyOneByOne(batch)
            }
        }
        return false
    }

    private func applyWhole(_ batch: FeedBatch) async throws -> Bool {
        let (cursor, apply, clock) = (self.cursor, self.apply, self.clock)
        return try await database.write { transaction in
            guard try cursor.lockedPosition(in: transaction) == batch.after else { return false }
            try apply(batch.events, transaction)
            try cursor.move(to: batch.last, at: clock.now(), in: transaction)
            return true
        }
    }

    private func applyOneByOne(_ batch: FeedBatch) async throws -> Bool {
        let (cursor, apply, clock) = (self.cursor, self.apply, self.clock)
        let failed: [(type: String, reason: String)]? = try await database.write { transaction in
            guard try cursor.lockedPosition(in: transaction) == batch.after else { return nil }
            var failed: [(type: String, reason: String)] = []
            for (event, id) in zip(batch.events, batch.ids) {
                do {
                    try transaction.savepoint { try apply([event], transaction) }
                } catch  where StorageError.isFaultOfWork(error) {
                    let reason = String(describing: error)
                    failed.append((event.type, reason))
                    try cursor.setAside(event, id: id, reason: reason, at: clock.now(), in: transaction)
                }
            }
            try cursor.move(to: batch.last, at: clock.now(), in: transaction)
            return failed
        }
        guard let failed else { return false }
        if !failed.isEmpty { progress.setAside(failed.count) }
        for letter in failed {
            logger.error("A feed event was set aside", metadata: ["consumer": .string(name), "type": .string(letter.type)])
        }
        return true
    }
}
