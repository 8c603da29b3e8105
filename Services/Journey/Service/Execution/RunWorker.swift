package import CommonModels
import JourneyDomain
package import StorageKit

/// Carries due runs on, many in one transaction.
package struct RunWorker: Sendable {
    package static let batchMax = 200
    private let database: any Database
    private let clock: WallClock
    private let advancer: RunAdvancer
    private let ledgers: LedgerMaker
    private let signals: JourneySignals
    private let runs = RunStore()

    package init(database: any Database, clock: WallClock, advancer: RunAdvancer, ledgers: LedgerMaker, signals: JourneySignals) {
        self.database = database
        self.clock = clock
        self.advancer = advancer
        self.ledgers = ledgers
        self.signals = signals
    }

    package func round() async throws -> WorkRound {
        let now = clock.now()
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
}
