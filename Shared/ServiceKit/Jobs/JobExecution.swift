package import CommonModels
package import StorageKit

/// What a handler has in hand: the job and the way to report.
package struct JobExecution: Sendable {
    package let job: Job
    let store: JobStore
    let holder: String

    package var input: JSONValue { job.input }
    /// Where an earlier attempt left off; `.null` on the first.
    package var checkpoint: JSONValue { job.checkpoint }

    /// Says how far the work is, in the transaction of the step itself, so that work and checkpoint agree after a crash.
    /// - Throws: ``JobInterruption``; let it pass.
    package func report(done: Int64, total: Int64? = nil, checkpoint: JSONValue = .null, in tx: any SQLTransaction) throws {
        try store.report(job.id, holder: holder, done: done, total: total, checkpoint: checkpoint, in: tx)
    }

    /// Says how far the work is, by itself.
    package func report(done: Int64, total: Int64? = nil, checkpoint: JSONValue = .null) async throws {
        try await store.database.write { tx in try report(done: done, total: total, checkpoint: checkpoint, in: tx) }
    }
}

/// Does the work of one kind of job. It may be run again from its checkpoint, so each step must be safe to repeat.
package typealias JobHandler = @Sendable (JobExecution) async throws -> Void
