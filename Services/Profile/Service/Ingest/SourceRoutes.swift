import CommonModels
import ConsoleKit
import Hummingbird
import ServiceKit

/// What came in and what was refused.
struct SourceRoutes: Sendable {
    private static let daysDefault = 30

    let log: IngestLog
    let access: FieldAccess
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
        // What was refused was never read: nobody can tell which fields it holds.
        let seesAll = try await access.mask(for: context).readsEverything
        return try JSONResponse(
            .ok, page.page(found, item: { RejectionView($0, showsPayload: seesAll) }, key: { String($0.id) }))
    }
}

/// A refused event as the API shows it: what was sent only to those who read every field.
struct RejectionView: Encodable, Sendable {
    let id: Int64
    let at: Instant
    let source: String
    let code: String
    let detail: String
    let pointer: String
    /// nil when it is masked.
    let payload: String?
    let isMasked: Bool

    init(_ rejected: IngestRejected, showsPayload: Bool) {
        (id, at, source) = (rejected.id, rejected.at, rejected.source)
        (code, detail, pointer) = (rejected.code, rejected.detail, rejected.pointer)
        payload = showsPayload ? rejected.payload : nil
        isMasked = !showsPayload
    }
}
