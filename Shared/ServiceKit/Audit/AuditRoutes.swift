import CommonModels
import Hummingbird
import StorageKit

/// `GET /v1/audit` and `GET /v1/audit/verification`.
struct AuditRoutes {
    let audit: AuditLog

    func add(to router: Router<ServiceContext>) {
        router.requiring(.auditRead, path: "/v1/audit").get(use: list).get("verification", use: verification)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let before = try page.after.map { after in
            guard let sequence = Int64(after) else { throw Problem.badRequest("after is not one of ours.") }
            return sequence
        }
        let entries = try await audit.entries(limit: page.limit + 1, before: before, object: request.query("object"))
        return try JSONResponse(.ok, page.page(entries, item: { $0 }, key: { String($0.sequence) }))
    }

    @Sendable private func verification(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try JSONResponse(.ok, await audit.verify())
    }
}
