import CommonModels
import ProfileDomain
import StorageKit

/// Removes what has been kept long enough: files nobody imports any more, then imports with the rows they refused.
struct ImportSweep: Sendable {
    private static let rejectsAtOnce = 2_000
    private static let goneReason = "The file is gone: somebody was erased after it was uploaded. Upload it again."

    let database: any Database
    let files: ImportFileStore
    let clock: WallClock

    /// - Returns: how many files, imports or rows went; 0 when nothing is left.
    func step() async throws -> Int {
        let now = clock.now()
        let gone = try await database.write { tx in
            try tx.execute(
                """
                UPDATE file_import SET state = 'cancelled', updated_at = $1, finished_at = $1
                WHERE updated_at < $2 AND state IN ('queued', 'running', 'paused')
                """, [now, now - ImportLimits.importKeptFor])
            try tx.execute(
                """
                UPDATE file_import SET state = 'cancelled', reason = $2, updated_at = $1, finished_at = $1
                WHERE state IN ('queued', 'running', 'paused') AND file_id IN (SELECT file_id FROM import_file WHERE gone_by < $1)
                """, [now, Self.goneReason])
            // Its job ended without saying so here.
            try tx.execute(
                """
                UPDATE file_import SET updated_at = $1, finished_at = $1,
                    state = CASE WHEN EXISTS (SELECT 1 FROM maru_job j WHERE j.id = file_import.job_id AND j.state = 'cancelled')
                        THEN 'cancelled' ELSE 'failed' END,
                    reason = (SELECT j.error FROM maru_job j WHERE j.id = file_import.job_id)
                WHERE state IN ('queued', 'running') AND NOT EXISTS (
                    SELECT 1 FROM maru_job j WHERE j.id = file_import.job_id AND j.state IN ('queued', 'running'))
                """, [now])
            return try Self.removeFile(before: now - ImportLimits.fileKeptFor, at: now, in: tx)
        }
        if let gone {
            try await files.pieces.remove(gone)
            return 1
        }
        return try await database.write { tx in try Self.removeImport(before: now - ImportLimits.importKeptFor, in: tx) }
    }

    private static func removeFile(before horizon: Instant, at now: Instant, in tx: any SQLTransaction) throws -> ImportFileID? {
        let old: [ImportFileID] = try tx.rows(
            """
            SELECT file_id FROM import_file f WHERE (used_at < $1 OR gone_by < $2) AND NOT EXISTS (
                SELECT 1 FROM file_import i WHERE i.file_id = f.file_id AND i.state IN ('queued', 'running', 'paused'))
            ORDER BY used_at LIMIT 1
            """, [horizon, now]
        ).map { try $0.id("file_id") }
        guard let id = old.first else { return nil }
        try ImportFileStore.removeRows(of: id, in: tx)
        return id
    }

    private static func removeImport(before horizon: Instant, in tx: any SQLTransaction) throws -> Int {
        let old = try tx.row(
            """
            SELECT import_id FROM file_import WHERE updated_at < $1 AND state IN ('succeeded', 'failed', 'cancelled')
            ORDER BY updated_at LIMIT 1
            """, [horizon])
        guard let id: ImportID = try old?.id("import_id") else { return 0 }
        let rejects = try tx.execute(
            "DELETE FROM import_reject WHERE reject_id IN (SELECT reject_id FROM import_reject WHERE import_id = $1 LIMIT $2)",
            [id, rejectsAtOnce])
        if rejects > 0 { return rejects }
        return try tx.execute("DELETE FROM file_import WHERE import_id = $1", [id])
    }
}
