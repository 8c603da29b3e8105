import CommonModels
import JourneyDomain
import StorageKit

/// What becomes of a send that cannot even be taken up: tried again by the policy of its channel, then settled, with the
/// reason in its record. Other sends do not wait for it.
struct SendFaults: Sendable {
    let ledgers: LedgerMaker
    let settling: SendSettling
    let runs: RunFaults
    let jitter: @Sendable () -> Double
    private let sends = SendStore()

    init(ledgers: LedgerMaker, settling: SendSettling, runs: RunFaults, jitter: @escaping @Sendable () -> Double) {
        self.ledgers = ledgers
        self.settling = settling
        self.runs = runs
        self.jitter = jitter
    }

    func postpone(_ id: MessageID, after error: any Error, now: Instant, in tx: any SQLTransaction) throws {
        do {
            try tx.savepoint { try conclude(id, after: error, now: now, in: tx) }
        } catch  where StorageError.isFaultOfWork(error) {
            // Neither the record nor its run can go on.
            try settle(id, after: error, now: now, in: tx)
        }
    }

    private func conclude(_ id: MessageID, after error: any Error, now: Instant, in tx: any SQLTransaction) throws {
        guard var record = try sends.find(id, in: tx), !record.state.isSettled else { return }
        // What was on its way is not sent again by a fault of ours.
        if record.state == .sending {
            record.recover(now: now)
        } else {
            record.postponePreparation(detail: RunFaults.words(for: error), jitter: jitter(), now: now)
        }
        var ledger = try ledgers.make(in: tx)
        if !record.state.isSettled { ledger.record(Step(record, .postponed, at: now)) }
        try settling.save(record, now: now, ledger: &ledger, in: tx)
        try ledger.flush(in: tx)
    }

    /// By the row alone.
    private func settle(_ id: MessageID, after error: any Error, now: Instant, in tx: any SQLTransaction) throws {
        let row = try tx.row("SELECT run_id FROM journey_send WHERE id = $1", [id])
        try tx.execute(
            """
            UPDATE journey_send SET state = CASE WHEN state = 'sending' THEN 'unknown' ELSE 'failed' END, due = NULL,
                reason = $2, detail = $3, updated_at = $4
            WHERE id = $1
            """, [id, SendReason.attemptsExhausted.rawValue, RunFaults.words(for: error), now])
        if let run = try row?.id("run_id", as: RunID.self) { try runs.end(run, after: error, now: now, in: tx) }
    }
}
