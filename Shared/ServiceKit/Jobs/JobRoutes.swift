import CommonModels
import Hummingbird

extension Job {
    /// - Throws: ``Problem/forbidden(_:)`` for who did not start it and is no administrator.
    package func requireCancelling(by principal: Principal) throws {
        guard principal.may(.admin) || requestedBy == principal.id else {
            throw Problem.forbidden("Only who started this job, or an administrator, may cancel it.")
        }
    }
}

/// `GET /v1/jobs/:id` and `POST /v1/jobs/:id/cancel`, for whoever started the job, and for administrators.
struct JobRoutes {
    let jobs: JobStore

    func add(to router: Router<ServiceContext>) {
        router.group("/v1/jobs").get(":id", use: show).post(":id/cancel", use: cancel)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try JSONResponse(.ok, JobView(await job(context)))
    }

    @Sendable private func cancel(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let asked = try await job(context)
        try asked.requireCancelling(by: try context.requirePrincipal())
        guard !asked.mustFinish || asked.state.isFinished else {
            throw Problem.conflict("This job is not cancelled: what it brings about was decided elsewhere.", type: "job-must-finish")
        }
        guard let job = try await jobs.cancel(asked.id) else { throw Problem.notFound("job") }
        return try JSONResponse(.accepted, JobView(job))
    }

    /// People see each other's jobs (a colleague's import); keys see their own.
    private func job(_ context: ServiceContext) async throws -> Job {
        let principal = try context.requirePrincipal()
        guard let job = try await jobs.job(context.id("id", kind: "job")),
            principal.kind == .person || principal.may(.admin) || job.requestedBy == principal.id
        else { throw Problem.notFound("job") }
        return job
    }
}
