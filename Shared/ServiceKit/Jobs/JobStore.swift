package import CommonModels
import Logging
package import StorageKit

/// The jobs of one service.
package struct JobStore: Sendable {
    /// How long a worker may be silent before another takes its job.
    package static let leaseDuration = Duration.seconds(30)
    /// How long a job that has ended can be asked about.
    package static let keptFor = Duration.days(90)
    private static let removedAtOnce = 1_000
    /// The member of an input that only the work needs, such as a text somebody searched for: it goes when the job ends.
    package static let privateMember = "private"

    package static let migrations = MigrationSet(
        component: "job",
        steps: [
            Migration(
                1, "jobs with leases",
                [
                    """
                    CREATE TABLE maru_job (
                        id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL,
                        state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
                        input TEXT NOT NULL, checkpoint TEXT NOT NULL, total BIGINT, done BIGINT NOT NULL,
                        cancel_requested BIGINT NOT NULL, requested_by TEXT NOT NULL, error TEXT,
                        lease_holder TEXT, lease_until BIGINT,
                        created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, finished_at BIGINT)
                    """,
                    "CREATE INDEX maru_job_open ON maru_job (created_at) WHERE state IN ('queued', 'running')",
                    "CREATE INDEX maru_job_kind ON maru_job (kind, created_at)",
                ]),
            Migration(2, "meetings with what is away", ["ALTER TABLE maru_job ADD COLUMN failures BIGINT NOT NULL DEFAULT 0"]),
            Migration(3, "age", ["CREATE INDEX maru_job_finished ON maru_job (finished_at) WHERE finished_at IS NOT NULL"]),
            Migration(4, "jobs nobody cancels", ["ALTER TABLE maru_job ADD COLUMN must_finish BIGINT NOT NULL DEFAULT 0"]),
        ])

    let database: any Database
    let clock: WallClock
    private let ids: IDGenerator
    let signal: JobSignal

    package init(database: any Database, clock: WallClock, ids: IDGenerator) {
        self.database = database
        self.clock = clock
        self.ids = ids
        signal = JobSignal()
    }

    /// Queues a job within the caller's transaction; it starts after the commit.
    /// - Parameter mustFinish: nobody may cancel it, e.g. because a policy asks for it.
    package func start(
        kind: String, input: JSONValue = .object([:]), total: Int64? = nil, mustFinish: Bool = false, requestedBy: String,
        in tx: any SQLTransaction
    ) throws -> Job {
        let now = clock.now()
        let job = Job(
            id: ids.next(), kind: kind, state: .queued, input: input, checkpoint: .null, total: total, done: 0,
            isCancelRequested: false, mustFinish: mustFinish, requestedBy: requestedBy, error: nil, createdAt: now, updatedAt: now,
            finishedAt: nil)
        try tx.execute(
            """
            INSERT INTO maru_job (
                id, kind, state, input, checkpoint, total, done, cancel_requested, must_finish, requested_by, created_at, updated_at)
            VALUES ($1, $2, 'queued', $3, 'null', $4, 0, 0, $5, $6, $7, $7)
            """, [job.id, kind, input.serialized, total, mustFinish, requestedBy, now])
        let signal = signal
        tx.afterCommit { signal.wake() }
        return job
    }

    /// Queues a job by itself.
    package func start(
        kind: String, input: JSONValue = .object([:]), total: Int64? = nil, mustFinish: Bool = false, requestedBy: String
    ) async throws -> Job {
        try await database.write { tx in
            try start(kind: kind, input: input, total: total, mustFinish: mustFinish, requestedBy: requestedBy, in: tx)
        }
    }

    package func job(_ id: JobID) async throws -> Job? {
        try await database.read { tx in try tx.row("SELECT * FROM maru_job WHERE id = $1", [id]).map(Self.job) }
    }

    /// The latest jobs of a kind, newest first.
    package func jobs(kind: String, limit: Int) async throws -> [Job] {
        try await database.read { tx in
            try tx.rows("SELECT * FROM maru_job WHERE kind = $1 ORDER BY created_at DESC, id DESC LIMIT $2", [kind, limit]).map(Self.job)
        }
    }

    /// Asks a job to stop. A queued one stops at once, a running one at its next report, one that must finish goes on.
    /// - Returns: the job afterwards; nil if there is none.
    package func cancel(_ id: JobID) async throws -> Job? {
        let now = clock.now()
        return try await database.write { tx in
            try tx.execute(
                """
                UPDATE maru_job SET cancel_requested = 1, updated_at = $2,
                    finished_at = CASE WHEN state = 'queued' THEN $2 ELSE finished_at END,
                    state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END
                WHERE id = $1 AND state IN ('queued', 'running') AND must_finish = 0
                """, [id, now])
            try Self.forgetPrivate(of: id, in: tx)
            return try tx.row("SELECT * FROM maru_job WHERE id = $1", [id]).map(Self.job)
        }
    }

    /// Removes some of the jobs that ended longer ago than they are kept.
    /// - Returns: how many; 0 when nothing is left.
    package func removeOld() async throws -> Int {
        let horizon = clock.now() - Self.keptFor
        return try await database.write { tx in
            try tx.execute(
                "DELETE FROM maru_job WHERE id IN (SELECT id FROM maru_job WHERE finished_at < $1 ORDER BY finished_at LIMIT $2)",
                [horizon, Self.removedAtOnce])
        }
    }

    /// Jobs to run, and running.
    package func depth(in tx: any SQLTransaction) throws -> QueueDepth {
        try QueueDepth.count("jobs", "maru_job WHERE state IN ('queued', 'running')", in: tx)
    }

    /// Takes ``privateMember`` out of the input of a job that has ended.
    static func forgetPrivate(of id: JobID, in tx: any SQLTransaction) throws {
        let row = try tx.row("SELECT input FROM maru_job WHERE id = $1 AND finished_at IS NOT NULL", [id])
        guard var input = try row?.json("input").objectValue, input[privateMember] != nil else { return }
        input[privateMember] = nil
        try tx.execute("UPDATE maru_job SET input = $2 WHERE id = $1", [id, JSONValue.object(input).serialized])
    }

    static func job(_ row: SQLRow) throws -> Job {
        guard let state = Job.State(rawValue: try row.text("state")) else { throw StorageError.malformed("unknown job state") }
        return Job(
            id: try row.id("id"), kind: try row.text("kind"), state: state, input: try row.json("input"),
            checkpoint: try row.json("checkpoint"), total: try row.integerOrNull("total"), done: try row.integer("done"),
            isCancelRequested: try row.bool("cancel_requested"), mustFinish: try row.bool("must_finish"),
            requestedBy: try row.text("requested_by"), error: try row.textOrNull("error"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"),
            finishedAt: try row.instantOrNull("finished_at"))
    }
}
