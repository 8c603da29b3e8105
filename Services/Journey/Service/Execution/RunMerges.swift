package import CommonModels
import JourneyDomain
package import StorageKit

/// What happens to runs when two profiles turn out to be one person, and when a person is erased.
///
/// Every run follows the survivor. Nobody is in one journey twice: of two unfinished runs the one that came first goes on
/// and the other ends; of a "once" journey that one of them had finished, the unfinished run ends. Steps one of two
/// overlapping runs has sent are marked in the other, so that the person never gets them again.
package struct RunMerges: Sendable {
    private let entries: RunEntries
    private let catalogue: JourneyCatalogue
    private let runs = RunStore()
    private let ids: IDGenerator

    package init(catalogue: JourneyCatalogue, entries: RunEntries, ids: IDGenerator) {
        self.catalogue = catalogue
        self.entries = entries
        self.ids = ids
    }

    package func merge(
        _ merged: ProfileID, into survivor: ProfileID, now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction
    ) throws {
        let moving = try all(of: merged, in: tx)
        let staying = try all(of: survivor, in: tx)
        for journey in Set(moving.map(\.journeyID)).sorted() {
            let both = moving.filter { $0.journeyID == journey } + staying.filter { $0.journeyID == journey }
            try settle(both, now: now, ledger: &ledger, in: tx)
        }
        // Traces are found by their runs, so they change hands before the runs do.
        try tx.execute(
            "UPDATE journey_step SET profile_id = $2 WHERE run_id IN (SELECT id FROM journey_run WHERE profile_id = $1)",
            [merged, survivor])
        try move(moving, to: survivor, in: tx)
        for table in ["journey_send", "journey_inbox", "journey_fact"] {
            try tx.execute("UPDATE \(table) SET profile_id = $2 WHERE profile_id = $1", [merged, survivor])
        }
        try tx.execute(
            """
            INSERT INTO journey_withdrawal (profile_id, purpose, channel, at)
            SELECT $2, purpose, channel, at FROM journey_withdrawal WHERE profile_id = $1 ON CONFLICT DO NOTHING
            """, [merged, survivor])
        try tx.execute("DELETE FROM journey_withdrawal WHERE profile_id = $1", [merged])
    }

    /// Removes every trace of a person. Counters are numbers without people and stay.
    package func erase(_ profile: ProfileID, in tx: any SQLTransaction) throws {
        try tx.execute("DELETE FROM journey_step WHERE run_id IN (SELECT id FROM journey_run WHERE profile_id = $1)", [profile])
        for table in ["journey_run", "journey_send", "journey_inbox", "journey_fact", "journey_withdrawal"] {
            try tx.execute("DELETE FROM \(table) WHERE profile_id = $1", [profile])
        }
    }

    private func all(of profile: ProfileID, in tx: any SQLTransaction) throws -> [Run] {
        try tx.rows("SELECT * FROM journey_run WHERE profile_id = $1 ORDER BY entered_at, id\(tx.engine.forUpdate)", [profile]).map(
            RunStore.run)
    }

    /// Ends runs too many in one journey and marks what others have sent.
    private func settle(_ both: [Run], now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction) throws {
        let unfinished = both.filter { !$0.isFinished }.sorted { ($0.enteredAt, $0.id) < ($1.enteredAt, $1.id) }
        guard let kept = unfinished.first else { return }
        let others = both.filter { $0.id != kept.id }
        let entry = try catalogue.version(kept.version, of: kept.journeyID, in: tx).document.entry
        let onceBefore = entry.reentry == .once && others.contains { $0.isFinished }
        for run in unfinished.dropFirst() + (onceBefore ? [kept] : []) {
            var ending = run
            ledger.record(Step(ending, .exited, reason: RunOutcome.mergedDuplicate.rawValue, at: now))
            ending.finish(.mergedDuplicate, now: now)
            try runs.save(ending, in: tx)
            try entries.withdrawSends(of: ending, reason: .mergedDuplicate, now: now, ledger: &ledger, in: tx)
        }
        guard !onceBefore else { return }
        for other in others where other.finishedAt.map({ $0 >= kept.enteredAt }) ?? true {
            try mark(kept, asSentBy: other, now: now, ledger: &ledger, in: tx)
        }
    }

    /// Copies the steps `other` has sent, or perhaps sent, into `kept` as held.
    private func mark(_ kept: Run, asSentBy other: Run, now: Instant, ledger: inout StepLedger, in tx: any SQLTransaction) throws {
        let store = SendStore()
        for sent in try store.sends(of: other.id, in: tx) where [.sent, .sending, .unknown].contains(sent.state) {
            let marker = SendRecord(
                id: ids.next(), runID: kept.id, nodeID: sent.nodeID, journeyID: kept.journeyID, version: kept.version,
                profileID: kept.profileID, channel: sent.channel, purpose: sent.purpose, state: .held, reason: .alreadySent, due: nil,
                createdAt: now, updatedAt: now)
            let (record, isNew) = try store.claim(marker, in: tx)
            guard !isNew, record.state == .pending else { continue }
            var held = record
            held.hold(.alreadySent, now: now)
            try store.save(held, in: tx)
            ledger.record(held, at: now)
            try SendSettling(catalogue: catalogue).moveOn(held, now: now, ledger: &ledger, in: tx)
        }
    }

    /// Entry keys that would collide under the survivor are made distinct; they keep guarding against their own trigger.
    private func move(_ moving: [Run], to survivor: ProfileID, in tx: any SQLTransaction) throws {
        for run in moving {
            try tx.execute(
                """
                UPDATE journey_run SET profile_id = $2, entry_key = CASE WHEN EXISTS (
                    SELECT 1 FROM journey_run other WHERE other.profile_id = $2 AND other.journey_id = journey_run.journey_id
                        AND other.entry_key = journey_run.entry_key)
                    THEN entry_key || ':' || id ELSE entry_key END
                WHERE id = $1
                """, [run.id, survivor])
        }
    }
}
