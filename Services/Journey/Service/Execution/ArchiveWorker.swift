package import CommonModels
import JourneyDomain
package import StorageKit

/// Lets everybody out of archived journeys, some hundred in one transaction: who is inside is the place kept, so that a crash
/// repeats nothing and skips nobody. Until their turn comes such runs neither move nor send.
package struct ArchiveWorker: Sendable {
    package static let batchMax = 500
    private let database: any Database
    private let clock: WallClock
    private let ledgers: LedgerMaker
    private let entries: RunEntries
    private let signals: JourneySignals

    package init(database: any Database, clock: WallClock, ledgers: LedgerMaker, entries: RunEntries, signals: JourneySignals) {
        self.database = database
        self.clock = clock
        self.ledgers = ledgers
        self.entries = entries
        self.signals = signals
    }

    /// The first few people inside any archived journey.
    static func insideSQL(_ engine: SQLEngine) -> String {
        """
        SELECT * FROM journey_run WHERE finished_at IS NULL AND journey_id = (
            SELECT id FROM journey WHERE status = 'archived' AND EXISTS (
                SELECT 1 FROM journey_run AS inside WHERE inside.journey_id = journey.id AND inside.finished_at IS NULL)
            ORDER BY id LIMIT 1)
        LIMIT $1\(engine.forUpdateSkipLocked)
        """
    }

    /// - Returns: whether there was something to do.
    package func round() async throws -> Bool {
        let now = clock.now()
        return try await database.write { tx in
            let inside = try tx.rows(Self.insideSQL(tx.engine), [Self.batchMax]).map(RunStore.run)
            guard !inside.isEmpty else { return false }
            var ledger = try ledgers.make(in: tx)
            for var run in inside {
                ledger.record(Step(run, .exited, reason: RunOutcome.archived.rawValue, at: now))
                run.finish(.archived, now: now)
                try RunStore().save(run, in: tx)
                try entries.withdrawSends(of: run, reason: .journeyArchived, now: now, ledger: &ledger, in: tx)
            }
            try ledger.flush(in: tx)
            signals.raiseAll(afterCommitOf: tx)
            return true
        }
    }
}
