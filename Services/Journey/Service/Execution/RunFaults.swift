package import CommonModels
import JourneyDomain
package import StorageKit

/// What becomes of a run that cannot be carried on: it is tried again like a message, for a fault may be ours and mended
/// meanwhile, and then it ends as failed, with its reason in the trace. Other runs do not wait for it.
package struct RunFaults: Sendable {
    static let policy = SendRetries.mail
    private let ledgers: LedgerMaker
    private let jitter: @Sendable () -> Double
    private let runs = RunStore()

    package init(ledgers: LedgerMaker, jitter: @escaping @Sendable () -> Double) {
        self.ledgers = ledgers
        self.jitter = jitter
    }

    /// Postpones the run, or ends it after the last attempt. Works on rows that no run can be read from.
    package func postpone(_ id: RunID, after error: any Error, now: Instant, in tx: any SQLTransaction) throws {
        let failures = (try tx.row("SELECT attempts FROM journey_run WHERE id = $1", [id])?.int("attempts") ?? 0) + 1
        guard let delay = Self.policy.delay(afterFailures: failures, jitter: jitter()) else {
            return try end(id, after: error, now: now, in: tx)
        }
        trace(id, .postponed, reason: Self.postponed, error, now: now, in: tx)
        try tx.execute("UPDATE journey_run SET attempts = $2, due = $3 WHERE id = $1", [id, failures, now + delay])
    }

    /// Ends the run as failed.
    package func end(_ id: RunID, after error: any Error, now: Instant, in tx: any SQLTransaction) throws {
        trace(id, .exited, reason: RunOutcome.failed.rawValue, error, now: now, in: tx)
        try tx.execute(
            """
            UPDATE journey_run SET state = 'finished', due = NULL, outcome = $2, finished_at = $3, trigger_data = '{}'
            WHERE id = $1 AND finished_at IS NULL
            """, [id, RunOutcome.failed.rawValue, now])
    }

    static let postponed = "fault"

    /// A row no run can be read from has no trace; the run's end says enough then.
    private func trace(
        _ id: RunID, _ outcome: StepOutcome, reason: String, _ error: any Error, now: Instant, in tx: any SQLTransaction
    ) {
        try? tx.savepoint {
            guard let run = try runs.find(id, in: tx) else { return }
            var ledger = try ledgers.make(in: tx)
            ledger.record(Step(run, outcome, reason: reason, detail: Self.words(for: error), at: now))
            try ledger.flush(in: tx)
        }
    }

    /// The reason, for people; without values, which may be personal.
    package static func words(for error: any Error) -> String {
        switch error {
        case JourneyError.versionNotFound(let version): "Version \(version) of the journey, or the step in it, cannot be found."
        case StorageError.malformed: "What is stored for this step cannot be read."
        case StorageError.constraint(let kind, _): "What this step would store is refused (\(kind.rawValue))."
        default: "An unforeseen fault (\(String(describing: type(of: error))))."
        }
    }
}
