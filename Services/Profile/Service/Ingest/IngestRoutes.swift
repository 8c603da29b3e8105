import CommonModels
import HTTPTypes
import Hummingbird
import NIOCore
import ProfileDomain
import ServiceKit

/// The Segment HTTP tracking API.
struct IngestRoutes: Sendable {
    let writer: IngestWriter
    let access: AccessControl
    let clock: WallClock
    let ids: IDGenerator
    let rulebook: IdentityRulebook

    var routes: RouteCollection<ServiceContext> {
        let routes = RouteCollection(context: ServiceContext.self)
        for type in CustomerEventType.allCases {
            for name in [type.rawValue, Self.shortName(type)] { routes.post("\(name)") { try await take($0, $1, type) } }
        }
        for name in Self.batchNames { routes.post("\(name)") { try await take($0, $1, nil) } }
        return routes
    }

    /// These paths let a request in without headers: the key may stand in the body as `writeKey`.
    static let openPaths = (CustomerEventType.allCases.flatMap { [$0.rawValue, shortName($0)] } + batchNames).map { "/v1/" + $0 }

    private static let batchNames = ["batch", "b", "import"]

    /// What Segment's clients for browsers and telephones call it.
    private static func shortName(_ type: CustomerEventType) -> String { String(type.rawValue.prefix(1)) }

    private func take(_ request: Request, _ context: ServiceContext, _ type: CustomerEventType?) async throws -> JSONResponse {
        // A browser's session is not a sender: without its form token the request may not be the person's own.
        let caller = context.principal.flatMap { $0.kind == .person ? nil : $0 }
        let limits = limits(for: caller)
        let body = try await request.bodyBuffer(context, limit: limits.batchBytesMax)
        let parsed = try parse(body, type, limits)
        let principal = try caller ?? access.principal(ofKey: parsed.writeKey ?? "")
        try principal.require(.ingest)
        let submission = IngestSubmission(
            parsed, of: body, source: principal.source, receivedAt: clock.now(), limits: limits, rules: rulebook.rules, ids: ids,
            plan: writer.plan, tracking: writer.tracking, sender: IngestSender(request, context, as: principal))
        let outcome = try await writer.submit(submission)
        IngestMetrics.count(submission, outcome)
        return try IngestAnswer.response(submission, outcome, isBatch: type == nil)
    }

    /// Write keys live by Segment's limits; keys of servers may send larger events.
    private func limits(for principal: Principal?) -> IngestLimits {
        switch principal?.kind {
        case .serverKey, .service: .serverKey
        case .writeKey, .person, nil: .writeKey
        }
    }

    private func parse(_ body: ByteBuffer, _ type: CustomerEventType?, _ limits: IngestLimits) throws -> IngestRequest {
        try body.withUnsafeReadableBytes { raw in
            try raw.withMemoryRebound(to: UInt8.self) { try IngestRequest(body: $0, type: type, limits: limits) }
        }
    }
}
