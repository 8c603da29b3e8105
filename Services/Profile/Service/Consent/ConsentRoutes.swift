import CommonModels
import HTTPTypes
import Hummingbird
import ProfileDomain
import ServiceKit

/// Stating consent for a person who is known already, and asking what counts or counted.
struct ConsentRoutes: Sendable {
    let consents: ConsentWriter
    let history: ConsentHistory
    let profiles: ProfileStore
    let links: ConsentLinks
    let clock: WallClock

    /// Below `profile:write`.
    var writing: RouteCollection<ServiceContext> {
        RouteCollection(context: ServiceContext.self).post(":id/consents", use: record).post(":id/consent-links", use: link)
    }

    /// Below `profile:read`.
    var reading: RouteCollection<ServiceContext> {
        RouteCollection(context: ServiceContext.self).get(":id/consents", use: show).get(":id/consents/records", use: records)
    }

    private func record(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let now = clock.now()
        let statement = try await request.jsonBody(ConsentStatement.self, context)
        let record = try statement.record(source: context.requirePrincipal().source, at: now)
        let counted = try await consents.record(
            [record], for: context.id("id", kind: "profile"), by: ConsentWriter.Actor(context), isConfirmed: statement.isConfirmed ?? false,
            at: now)
        guard let counted else { throw Problem.notFound("profile") }
        return try JSONResponse(.created, counted)
    }

    /// `?at=2026-03-01T00:00:00Z` asks for the past.
    private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let now = clock.now()
        let asked = request.query("at").map { Instant(rfc3339: $0) }
        if case .some(.none) = asked { throw Problem.badRequest("at must be an RFC 3339 instant such as 2026-11-22T09:30:00Z.") }
        let standing = try await history.standing(of: context.id("id", kind: "profile"), at: (asked ?? nil) ?? now)
        guard let standing else { throw Problem.notFound("profile") }
        return try JSONResponse(.ok, ConsentStandingView(standing))
    }

    private func records(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let before = page.after.map { Int64($0) }
        if case .some(.none) = before { throw Problem.badRequest("after is not what an earlier page gave as next.") }
        let found = try await history.records(of: context.id("id", kind: "profile"), limit: page.limit + 1, before: before ?? nil)
        guard let found else { throw Problem.notFound("profile") }
        let seesAll = try context.requirePrincipal().may(.privacyManage)
        return try JSONResponse(
            .ok, page.page(found, item: { ConsentProofView($0, seesPersonalData: seesAll) }, key: { String($0.id) }))
    }

    private func link(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let wanted = try await request.jsonBody(ConsentLinkRequest.self, context)
        guard let profile = try await profiles.profile(context.id("id", kind: "profile")) else { throw Problem.notFound("profile") }
        return try JSONResponse(.created, wanted.link(of: profile.id, links, at: clock.now()))
    }
}
