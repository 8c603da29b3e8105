import CommonModels
import Hummingbird
import ServiceKit
import StorageKit

/// What this service holds of a person, table by table: Profile asks for an access case, a privacy officer may look.
struct SubjectRoutes: Sendable {
    let records: SubjectRecords
    let database: any Database

    func add(to router: Router<ServiceContext>) {
        router.requiring(.privacyManage, path: "/v1/subjects").get(":id", use: show).get(":id/:section", use: list)
    }

    /// How many rows stand where.
    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let ids = try subjects(request, context)
        let counts = try await database.read { [records] tx in try records.counts(of: ids, in: tx) }
        return try JSONResponse(.ok, ["sections": counts])
    }

    /// The rows of one table.
    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let ids = try subjects(request, context)
        let name = try context.text("section")
        guard let holding = records.holdings.first(where: { $0.table == name }) else { throw Problem.notFound("section") }
        let page = try PageRequest(request)
        let after = page.after.map { Keyset(encoded: $0, count: 1) }
        if case .some(.none) = after { throw Problem.badRequest("after is not what an earlier page gave as next.") }
        let found = try await database.read { [records] tx in
            try records.page(holding, of: ids, after: after??.values.first, limit: page.limit, in: tx)
        }
        var answer: JSONObject = ["items": .array(found.rows.map { .object($0) })]
        if let next = found.next { answer["next"] = .string(Keyset([next]).encoded) }
        return JSONResponse(.ok, json: .object(answer))
    }

    /// The profile, and with `?merged=` the ids merged into it, separated by commas.
    private func subjects(_ request: Request, _ context: ServiceContext) throws -> [ProfileID] {
        let id: ProfileID = try context.id("id", kind: "profile")
        let merged = try (request.query("merged") ?? "").split(separator: ",").map { text in
            guard let id = ProfileID(String(text)) else { throw Problem.badRequest("merged must be profile ids separated by commas.") }
            return id
        }
        guard merged.count < SubjectOrder.idsMax else {
            throw Problem.badRequest("merged may name at most \(SubjectOrder.idsMax - 1) ids.")
        }
        return [id] + merged
    }
}
