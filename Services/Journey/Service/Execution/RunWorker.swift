package import CommonModels
import JourneyDomain
package import StorageKit

/// Carries due runs on, many in one transaction. When one of them cannot be carried on, each gets a savepoint of its own,
/// and only the bad one is left behind (``RunFaults``).
package struct RunWorker: Sendable {
    package static let batchMax = 200
    private let database: any Database
    private let clock: WallClock
    private let advancer: RunAdvancer
    private let ledgers: LedgerMaker
    private let faults: RunFaults
    private let signals: JourneySignals
    private let runs = RunStore()

    package init(
        database: any Database, clock: WallClock, advancer: RunAdvancer, ledgers: LedgerMaker, faults: RunFaults, signals: JourneySignals
    ) {
        self.database = database
        self.clock = clock
        self.advancer = advancer
        self.ledgers = ledgers
        self.faults = faults
        self.signals = signals
    }

    package func round() async throws -> WorkRound {
        let now = clock.now()
        do {
            return try await advanceTogether(at: now)
        } catch  where StorageError.isFaultOfWork(error) {
            return try await advanceOneByOne(at: now)
        }
    }

    private func advanceTogether(at now: Instant) async throws -> WorkRound {
        let runs = runs
        return try await database.write { tx in
            let due = try runs.due(at: now, limit: Self.batchMax, in: tx)
            guard !due.isEmpty else { return WorkRound(hasMore: false, nextDue: try runs.nextDue(in: tx)) }
            var ledger = try ledgers.make(in: tx)
            for run in due { try advancer.advance(run, now: now, ledger: &ledger, in: tx) }
            try ledger.flush(in: tx)
            signals.raiseAll(afterCommitOf: tx)
            return WorkRound(hasMore: true, nextDue: nil)
        }
    }

    private func advanceOneByOne(at now: Instant) async throws -> WorkRound {
        let runs = runs
        return try await database.write { tx in
            for id in try runs.dueIDs(at: now, limit: Self.batchMax, in: tx) {
                do {
                    try tx.savepoint {
                        guard let run = try runs.find(id, in: tx) else { return }
                        var ledger = try ledgers.make(in: tx)
                        try advancer.advance(run, now: now, ledger: &ledger, in: tx)
                        try ledger.flush(in: tx)
                    }
                } catch  where StorageError.isFaultOfWork(error) {
                    try faults.postpone(id, after: error, now: now, in: tx)
                }
            }
            signals.raiseAll(afterCommitOf: tx)
            return WorkRound(hasMore: true, nextDue: nil)
        }
    }
}
