import CommonModels
import Hummingbird
import ServiceKit
import StorageKit

/// Reading profiles and timelines.
struct ProfileRoutes: Sendable {
    let profiles: ProfileStore
    let timeline: TimelineStore
    let access: FieldAccess

    var routes: RouteCollection<ServiceContext> {
        RouteCollection(context: ServiceContext.self)
            .get(use: list)
            .get("counts", use: counts)
            .get(":id", use: show)
            .get(":id/timeline", use: showTimeline)
    }

    /// `?identity=email:a@b.kr` finds one; `?q=` those with an identity beginning so; else the last seen.
    private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        if let identity = request.query("identity") { return try await find(identity, context) }
        let page = try PageRequest(request)
        let text = request.query("q")
        let found = try await profiles.profiles(
            beginningWith: text, limit: page.limit + 1, after: try page.profileCursor(isSearch: text != nil))
        return try JSONResponse(.ok, page.page(found, item: \.summary, key: { $0.cursor.encoded }))
    }

    private func find(_ identity: String, _ context: ServiceContext) async throws -> JSONResponse {
        let parts = identity.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw Problem.badRequest("identity must be namespace:value, e.g. email:a@b.kr.") }
        guard let found = try await profiles.profile(namespace: parts[0], value: parts[1]) else {
            return try JSONResponse(.ok, Page<ProfileView>(items: [], next: nil))
        }
        return try JSONResponse(.ok, Page(items: [await access.view(found, for: context)], next: nil))
    }

    private func counts(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try JSONResponse(.ok, await profiles.counts())
    }

    private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let profile = try await profiles.profile(context.id("id", kind: "profile")) else { throw Problem.notFound("profile") }
        return try JSONResponse(.ok, await access.view(profile, for: context))
    }

    private func showTimeline(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let after = page.after.map { Keyset(encoded: $0, count: 2) }
        if case .some(.none) = after { throw Problem.badRequest("after is not what an earlier page gave as next.") }
        let found = try await timeline.events(
            of: context.id("id", kind: "profile"), name: request.query("name"), limit: page.limit + 1, after: after ?? nil)
        guard let found else { throw Problem.notFound("profile") }
        return try JSONResponse(.ok, await access.view(page.page(found, item: \.event, key: { $0.keyset.encoded }), for: context))
    }
}

extension PageRequest {
    /// - Throws: ``Problem/badRequest(_:errors:)`` when `after` is of no such list.
    func profileCursor(isSearch: Bool) throws -> ProfileCursor? {
        guard let after else { return nil }
        guard let cursor = ProfileCursor(encoded: after, isSearch: isSearch) else {
            throw Problem.badRequest("after is not what an earlier page gave as next.")
        }
        return cursor
    }
}
