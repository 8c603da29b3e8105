package import CommonModels

/// A job as `/v1/jobs/:id` answers it.
package struct JobView: Hashable, Sendable, Codable {
    package let id: JobID
    package let kind: String
    package let state: Job.State
    package let total: Int64?
    package let done: Int64
    package let isCancelRequested: Bool
    package let mustFinish: Bool
    package let error: String?
    package let createdAt: Instant
    package let updatedAt: Instant
    package let finishedAt: Instant?

    package init(_ job: Job) {
        id = job.id
        kind = job.kind
        state = job.state
        total = job.total
        done = job.done
        isCancelRequested = job.isCancelRequested
        mustFinish = job.mustFinish
        error = job.error
        createdAt = job.createdAt
        updatedAt = job.updatedAt
        finishedAt = job.finishedAt
    }
}
