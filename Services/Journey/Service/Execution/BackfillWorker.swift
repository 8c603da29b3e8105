package import CommonModels
import JourneyDomain
package import StorageKit

/// Lets the people in who were in the entry's segment when the version went live: some hundred in one transaction, with
/// the place kept, so that a crash repeats nothing and skips nobody.
package struct BackfillWorker: Sendable {
    package static let batchMax = 500
    private let database: any Database
    private let clock: WallClock
    private let catalogue: JourneyCatalogue
    private let entries: RunEntries
    private let ledgers: LedgerMaker
    private let signals: JourneySignals

    package init(
        database: any Database, clock: WallClock, catalogue: JourneyCatalogue, entries: RunEntries, ledgers: LedgerMaker,
        signals: JourneySignals
    ) {
        self.database = database
        self.clock = clock
        self.catalogue = catalogue
        self.entries = entries
        self.ledgers = ledgers
        self.signals = signals
    }

    /// - Returns: whether there was something to do.
    package func round() async throws -> Bool {
        let now = clock.now()
        return try await database.write { tx in
            let row = try tx.row(
                "SELECT * FROM journey_backfill WHERE journey_id IN (SELECT id FROM journey WHERE status = 'live') ORDER BY journey_id LIMIT 1\(tx.engine.forUpdateSkipLocked)"
            )
            guard let row else { return false }
            let id: JourneyID = try row.id("journey_id")
            let journey = try catalogue.live(in: tx).first { $0.id == id && !$0.isPaused }
            guard let journey, journey.runnable.version == (try row.int("version")) else {
                return false
            }
            let members = try tx.rows(
                "SELECT profile_id FROM projected_membership WHERE segment_id = $1 AND profile_id > $2 ORDER BY profile_id LIMIT $3",
                [try row.text("segment_id"), try row.text("after_profile"), Self.batchMax]
            ).map { try $0.id("profile_id", as: ProfileID.self) }
            var ledger = try ledgers.make(in: tx)
            // The clock that published may be ahead of this one.
            let at = max(now, journey.publishedAt)
            for profile in members {
                let candidate = RunEntries.Candidate(
                    profile: profile, trigger: "backfill:\(journey.runnable.version)", happened: at, received: at)
                try entries.enter(candidate, journey, now: now, ledger: &ledger, in: tx)
            }
            try ledger.flush(in: tx)
            try place(id, after: members.last, isDone: members.count < Self.batchMax, in: tx)
            signals.raiseAll(afterCommitOf: tx)
            return true
        }
    }

    private func place(_ id: JourneyID, after profile: ProfileID?, isDone: Bool, in tx: any SQLTransaction) throws {
        if isDone {
            try tx.execute("DELETE FROM journey_backfill WHERE journey_id = $1", [id])
        } else if let profile {
            try tx.execute("UPDATE journey_backfill SET after_profile = $2 WHERE journey_id = $1", [id, profile])
        }
    }
}
