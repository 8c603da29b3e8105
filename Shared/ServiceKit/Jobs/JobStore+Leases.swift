import CommonModels
package import StorageKit

extension JobStore {
    /// Few jobs are open: their index is the one to look in, not that of all kinds.
    package static func openSQL(kinds: Int, _ engine: SQLEngine) -> String {
        let wanted = (0..<kinds).map { "$\($0 + 2)" }.joined(separator: ", ")
        return """
            SELECT id FROM maru_job
            WHERE state IN ('queued', 'running') AND (lease_until IS NULL OR lease_until <= $1) AND kind || '' IN (\(wanted))
            ORDER BY created_at LIMIT 1\(engine.forUpdateSkipLocked)
            """
    }

    /// Takes the oldest job that is queued or whose worker went silent.
    func claim(kinds: [String], holder: String) async throws -> Job? {
        guard !kinds.isEmpty else { return nil }
        let now = clock.now()
        let until = now + Self.leaseDuration
        return try await database.write { tx in
            let open = try tx.row(
                Self.openSQL(kinds: kinds.count, tx.engine), [now as any SQLBindable] + kinds.map { $0 as any SQLBindable })
            guard let id: JobID = try open?.id("id") else { return nil }
            let taken = try tx.execute(
                """
                UPDATE maru_job SET state = 'running', lease_holder = $2, lease_until = $3, updated_at = $4
                WHERE id = $1 AND (lease_until IS NULL OR lease_until <= $4)
                """, [id, holder, until, now])
            guard taken == 1 else { return nil }
            return try tx.row("SELECT * FROM maru_job WHERE id = $1", [id]).map(Self.job)
        }
    }

    /// Keeps the lease and writes how far the work is, in the transaction of the work itself.
    /// - Throws: ``JobInterruption/leaseLost`` if another worker has the job, ``JobInterruption/cancelled``.
    func report(_ id: JobID, holder: String, done: Int64, total: Int64?, checkpoint: JSONValue, in tx: any SQLTransaction) throws {
        let now = clock.now()
        let kept = try tx.execute(
            """
            UPDATE maru_job SET done = $3, total = COALESCE($4, total), checkpoint = $5, lease_until = $6, updated_at = $7, failures = 0
            WHERE id = $1 AND lease_holder = $2 AND state = 'running'
            """, [id, holder, done, total, checkpoint.serialized, now + Self.leaseDuration, now])
        guard kept == 1 else { throw JobInterruption.leaseLost }
        if try tx.row("SELECT cancel_requested FROM maru_job WHERE id = $1", [id])?.bool("cancel_requested") ?? false {
            throw JobInterruption.cancelled
        }
    }

    /// Keeps the lease while the handler is busy. - Returns: false when it was lost.
    func renew(_ id: JobID, holder: String) async throws -> Bool {
        let now = clock.now()
        return try await database.write { tx in
            try tx.execute(
                "UPDATE maru_job SET lease_until = $3 WHERE id = $1 AND lease_holder = $2 AND state = 'running'",
                [id, holder, now + Self.leaseDuration]) == 1
        }
    }

    /// Ends the job, if this worker still has it.
    func finish(_ id: JobID, holder: String, as state: Job.State, error: String?) async throws {
        let now = clock.now()
        try await database.write { tx in
            let ended = try tx.execute(
                """
                UPDATE maru_job SET state = $3, error = $4, lease_holder = NULL, lease_until = NULL, updated_at = $5, finished_at = $5
                WHERE id = $1 AND lease_holder = $2
                """, [id, holder, state.rawValue, error.map { String($0.prefix(Job.errorLengthMax)) }, now])
            if ended == 1 { try Self.forgetPrivate(of: id, in: tx) }
        }
    }

    /// Gives the job back for a while: what it needs is away.
    /// - Returns: false when that has happened too often; the job then stays with its holder.
    func postpone(_ job: Job, holder: String) async throws -> Bool {
        let (id, now) = (job.id, clock.now())
        return try await database.write { tx in
            let failures = (try tx.row("SELECT failures FROM maru_job WHERE id = $1", [id])?.int("failures") ?? 0) + 1
            guard failures < JobRunner.attemptsMax || job.mustFinish else { return false }
            let pause = min(JobRunner.pauseMin * (1 << min(failures - 1, 10)), JobRunner.pauseMax)
            try tx.execute(
                """
                UPDATE maru_job SET state = 'queued', lease_holder = NULL, lease_until = $3, updated_at = $4, failures = $5
                WHERE id = $1 AND lease_holder = $2 AND state = 'running'
                """, [id, holder, now + pause, now, failures])
            return true
        }
    }

    /// Gives the job back at shutdown, so that another worker goes on at once.
    func release(_ id: JobID, holder: String) async throws {
        let now = clock.now()
        try await database.write { tx in
            _ = try tx.execute(
                """
                UPDATE maru_job SET state = 'queued', lease_holder = NULL, lease_until = NULL, updated_at = $3
                WHERE id = $1 AND lease_holder = $2 AND state = 'running'
                """, [id, holder, now])
        }
    }
}
