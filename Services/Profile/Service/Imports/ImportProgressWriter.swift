import CommonModels
import Foundation
import ImportKit
import ProfileDomain
import ServiceKit
import StorageKit

/// Writes how far an import came, in the transaction of the events themselves. A worker that lost its lease, or whose import
/// was paused or cancelled, writes nothing, and nothing of its step is stored.
struct ImportProgressWriter: Sendable {
    /// Somebody paused or cancelled the import, or it went on elsewhere.
    struct Stopped: Error {}

    let record: ImportRecord
    let execution: JobExecution
    let clock: WallClock

    /// - Parameters:
    ///   - state: where the next step begins.
    ///   - rejects: rows this step refused.
    ///   - outcome: what became of its events.
    /// - Throws: ``Stopped``, `JobInterruption`.
    func save(
        _ step: ImportPump.Step, state: ImportState, rejects: [RowReject], _ outcome: IngestOutcome, in tx: any SQLTransaction
    ) throws {
        let now = clock.now()
        // Resumed, the rows before are read again; meanwhile an import is as far as it was.
        let rows = tx.engine.greatest("rows_read", "$4")
        let bytes = tx.engine.greatest("bytes_read", "$5")
        let changed = try tx.execute(
            """
            UPDATE file_import SET position = $3, rows_read = \(rows), bytes_read = \(bytes), left_out = $6, rejected = $7,
                events = events + $8, duplicates = duplicates + $9, erased = erased + $10, reject_bytes = reject_bytes + $11,
                quarantined = quarantined + $13, pace_at = COALESCE(pace_at, $12), pace_rows = COALESCE(pace_rows, \(rows)),
                pace_bytes = COALESCE(pace_bytes, \(bytes)), updated_at = $12
            WHERE import_id = $1 AND job_id = $2 AND state = 'running'
            """,
            [
                record.id, execution.job.id, try Self.text(state), step.batch.counts.read, step.bytesRead, state.leftOutRows,
                state.rejectedRows, outcome.accepted, outcome.duplicates, outcome.erased, rejects.reduce(0) { $0 + $1.bytes }, now,
                outcome.quarantined,
            ])
        guard changed == 1 else { throw Stopped() }
        try tx.insert(
            into: "import_reject", columns: ["import_id", "first_row", "last_row", "reason", "content"],
            rows: rejects.map { reject in
                [
                    record.id.sqlValue, .integer(Int64(reject.rows.lowerBound)), .integer(Int64(reject.rows.upperBound)),
                    .text(reject.reason), .text(reject.text.filter { $0 != "\0" }),
                ]
            }, onConflict: .ignore)
        try execution.report(done: Int64(step.bytesRead), total: record.counts.bytesTotal, in: tx)
    }

    func begin(in tx: any SQLTransaction) throws -> Bool {
        try tx.execute(
            "UPDATE file_import SET state = 'running', updated_at = $3 WHERE import_id = $1 AND job_id = $2 AND state IN ('queued', 'running')",
            [record.id, execution.job.id, clock.now()]) == 1
    }

    func show(_ samples: [String], in tx: any SQLTransaction) throws {
        try tx.execute(
            "UPDATE file_import SET samples = $2 WHERE import_id = $1", [record.id, JSONValue.array(samples.map { .string($0) })])
    }

    /// Ends the import, if it is still this worker's.
    func end(_ phase: ImportPhase, reason: String? = nil, in tx: any SQLTransaction) throws {
        try tx.execute(
            """
            UPDATE file_import SET state = $3, reason = $4, updated_at = $5, finished_at = $5
            WHERE import_id = $1 AND job_id = $2 AND state = 'running'
            """, [record.id, execution.job.id, phase.rawValue, reason.map { String($0.prefix(Job.errorLengthMax)) }, clock.now()])
    }

    private static func text(_ state: ImportState) throws -> String { String(decoding: try JSONEncoder().encode(state), as: UTF8.self) }
}
