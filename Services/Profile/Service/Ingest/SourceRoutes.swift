import CommonModels
import Hummingbird
import ServiceKit

/// What came in and what was refused.
struct SourceRoutes: Sendable {
    private static let daysDefault = 30

    let log: IngestLog
    let clock: WallClock

    var routes: RouteCollection<ServiceContext> {
        RouteCollection(context: ServiceContext.self).get("sources", use: sources).get("rejections", use: rejections)
    }

    private func sources(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let days = try request.query("days", in: 1...366) ?? Self.daysDefault
        return try JSONResponse(.ok, Page(items: await log.sources(days: Int64(days), now: clock.now()), next: nil))
    }

    private func rejections(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let before = page.after.map { Int64($0) }
        if case .some(.none) = before { throw Problem.badRequest("after is not what an earlier page gave as next.") }
        let found = try await log.rejections(limit: page.limit + 1, before: before ?? nil)
        return try JSONResponse(.ok, page.page(found, item: { $0 }, key: { String($0.id) }))
    }
}
