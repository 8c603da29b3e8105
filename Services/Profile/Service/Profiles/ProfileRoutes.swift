import CommonModels
import ConsoleKit
import Hummingbird
import ProfileDomain
import ServiceKit
import StorageKit

/// Reading profiles and timelines.
struct ProfileRoutes: Sendable {
    let profiles: ProfileStore
    let timeline: TimelineStore
    let access: FieldAccess
    let looks: ProfileLooks

    var routes: RouteCollection<ServiceContext> {
        RouteCollection(context: ServiceContext.self)
            .get(use: list)
            .get("counts", use: counts)
            .get(":id", use: show)
            .get(":id/timeline", use: showTimeline)
    }

    /// `?identity=email:a@b.kr` finds one; `?q=` those with an identity beginning so, or being so where the reader may not read
    /// it; else the last seen.
    private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        if let identity = request.query("identity") { return try await find(identity, context) }
        let page = try PageRequest(request)
        let text = request.query("q")
        let mask = try await access.mask(for: context)
        let found = try await profiles.profiles(
            beginningWith: text, limit: page.limit + 1, after: try page.profileCursor(isSearch: text != nil)
        ) { mask.hides(DataField(.identity, $0.rawValue)) }
        let shown = page.page(found, item: { mask.summary($0.summary) }, key: { $0.cursor.encoded })
        return try JSONResponse(.ok, Masked(body: shown, hidden: mask.hidden))
    }

    private func find(_ identity: String, _ context: ServiceContext) async throws -> JSONResponse {
        let parts = identity.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw Problem.badRequest("identity must be namespace:value, e.g. email:a@b.kr.") }
        guard let found = try await profiles.profile(namespace: parts[0], value: parts[1]) else {
            return try JSONResponse(.ok, Page<ProfileView>(items: [], next: nil))
        }
        try await looks.record(found.id, by: context, throughAPI: true)
        return try await access.answer(context) { Page(items: [$0.profile(found)], next: nil) }
    }

    private func counts(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try JSONResponse(.ok, await profiles.counts())
    }

    private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let profile = try await profiles.profile(context.id("id", kind: "profile")) else { throw Problem.notFound("profile") }
        try await looks.record(profile.id, by: context, throughAPI: true)
        return try await access.answer(context) { $0.profile(profile) }
    }

    /// `name`, `source`, `from` and `to` narrow it down.
    private func showTimeline(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let filter = TimelineFilter(
            kind: request.query("name"), source: request.query("source"), from: try request.instant("from"), to: try request.instant("to"))
        let found = try await timeline.page(
            of: context.id("id", kind: "profile"), filter, limit: page.limit, after: try page.timelineKey())
        guard let found else { throw Problem.notFound("profile") }
        return try await access.answer(context) { mask in
            Page(items: found.entries.map { mask.event($0.event) }, next: found.next?.encoded)
        }
    }
}

extension Request {
    /// A query parameter that is an instant.
    /// - Throws: ``Problem/badRequest(_:errors:)``.
    func instant(_ name: String) throws -> Instant? {
        guard let text = query(name) else { return nil }
        guard let instant = Instant(rfc3339: text) else {
            throw Problem.badRequest("\(name) must be an instant, e.g. 2026-03-01T00:00:00Z.")
        }
        return instant
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

    /// - Throws: ``Problem/badRequest(_:errors:)`` when `after` is of no timeline.
    func timelineKey() throws -> Keyset? {
        guard let after else { return nil }
        guard let keyset = Keyset(encoded: after, count: 2), case .integer? = keyset.values.first, case .integer? = keyset.values.last
        else {
            throw Problem.badRequest("after is not what an earlier page gave as next.")
        }
        return keyset
    }
}
