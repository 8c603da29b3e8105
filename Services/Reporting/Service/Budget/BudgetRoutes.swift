import CommonModels
import HTTPTypes
import Hummingbird
import ReportingDomain
import ServiceKit
import StorageKit

/// The shared budget over HTTP.
struct BudgetRoutes {
    let store: BudgetStore
    let reports: ReportStore

    func add(to router: Router<ServiceContext>) {
        router.requiring(.reportingRead, path: "/v1/budget")
            .get(use: summary).get("departments", use: departments).get("initiatives", use: initiatives).get("entries", use: entries)
        router.requiring(.budgetWrite, path: "/v1/budget")
            .post("departments", use: addDepartment).post("initiatives", use: propose)
            .post("initiatives/:id/approve", use: approve).post("initiatives/:id/decline", use: decline)
            .post("entries", use: record)
    }

    @Sendable private func summary(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let quarter = try request.query("quarter").map(KPIRoutes.quarter) ?? reports.calendar.quarter(of: reports.today)
        return JSONResponse(json: try await reports.budget(quarter).map(BudgetJSON.summary) ?? ["quarter": .string(quarter.description)])
    }

    @Sendable private func departments(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        JSONResponse(json: ["items": .array(try await store.departments().map(Self.json))])
    }

    @Sendable private func addDepartment(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let department = try await store.addDepartment(
            name: request.jsonBody(DepartmentRequest.self, context).name, by: context.requirePrincipal())
        return JSONResponse(.created, json: Self.json(department))
    }

    @Sendable private func initiatives(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let currency = try await store.currency()
        return JSONResponse(json: ["items": .array(try await store.initiatives().map { BudgetJSON.initiative($0, currency) })])
    }

    @Sendable private func propose(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.jsonBody(InitiativeRequest.self, context)
        let initiative = try await store.propose(
            name: body.name, sponsor: body.sponsorId, shares: try body.costShares(), requested: body.requested,
            experimentKey: body.experimentKey, by: context.requirePrincipal())
        return JSONResponse(.created, json: BudgetJSON.initiative(initiative, body.requested.currency))
    }

    @Sendable private func approve(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try await decide(context, approve: true)
    }

    @Sendable private func decline(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try await decide(context, approve: false)
    }

    private func decide(_ context: ServiceContext, approve: Bool) async throws -> JSONResponse {
        let initiative = try await store.decide(context.id("id", kind: "initiative"), approve: approve, by: context.requirePrincipal())
        return JSONResponse(json: BudgetJSON.initiative(initiative, try await store.currency()))
    }

    @Sendable private func entries(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        guard let currency = try await store.currency() else { return JSONResponse(json: ["items": .array([])]) }
        let lines = try await store.entries(before: page.after.flatMap { Int64($0) }, limit: page.limit + 1)
        var members: JSONObject = ["items": .array(lines.prefix(page.limit).map { BudgetJSON.entry($0, currency) })]
        if lines.count > page.limit { members["next"] = .string(String(lines[page.limit - 1].sequence)) }
        return JSONResponse(json: .object(members))
    }

    @Sendable private func record(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.jsonBody(EntryRequest.self, context)
        let entry = try await store.record(
            try body.action(), currency: body.amount.currency, on: try body.countedDay(), memo: body.memo ?? "",
            by: context.requirePrincipal())
        return JSONResponse(.created, json: ["id": .string(entry.id.rawValue), "day": .string(entry.day.iso)])
    }

    private static func json(_ department: Department) -> JSONValue {
        ["id": .string(department.id.rawValue), "name": .string(department.name)]
    }
}
