import CommonModels
import Hummingbird
import HTTPTypes
import RuleKit
import SegmentDomain
import ServiceKit
import StorageKit

/// Definitions: `/v1/segments`.
struct SegmentRoutes {
    let segments: SegmentStore
    let frame: ServiceFrame

    func add(to router: Router<ServiceContext>) {
        router.requiring(.segmentRead, path: "/v1/segments").get(use: list).get(":id", use: show).post("validate", use: validate)
        router.requiring(.segmentWrite, path: "/v1/segments").post(use: create).put(":id/rule", use: replaceRule)
            .post(":id/activate", use: activate).post(":id/archive", use: archive)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let status = try request.query("status").map(Self.status)
        let names = try await segments.names()
        let found = try await segments.list(status: status, after: page.after, limit: page.limit)
        return try JSONResponse(.ok, page.page(found, item: { SegmentView($0, names: names) }, key: { $0.segment.id.rawValue }))
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let stored = try await segments.segment(context.id("id", kind: "segment")) else { throw SegmentError.notFound }
        return try await answer(stored)
    }

    @Sendable private func validate(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let rule = try await request.rule(context)
        let sentence = SegmentView.Sentence(rule, names: try await segments.names())
        return JSONResponse(.ok, json: ["sentence": ["ko": .string(sentence.ko), "en": .string(sentence.en)], "rule": rule.json])
    }

    @Sendable private func create(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let draft = try SegmentDraft(await request.jsonValue(context))
        let segment = Segment(id: frame.ids.next(), key: draft.key, name: draft.name, rule: draft.rule, at: frame.clock.now())
        try await segments.create(segment) { tx in
            try frame.audit.record(context, action: "segment.create", object: segment.id.rawValue, in: tx)
        }
        guard let stored = try await segments.segment(segment.id) else { throw SegmentError.notFound }
        return try .created(
            SegmentView(stored, names: try await segments.names()), location: "/v1/segments/\(segment.id)",
            etag: EntityTag.text(version: segment.version))
    }

    @Sendable private func replaceRule(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let rule = try await request.rule(context)
        return try await edit(request, context, action: "segment.replace-rule") { [now = frame.clock.now()] in
            try $0.replaceRule(rule, at: now)
        }
    }

    @Sendable private func activate(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try await edit(request, context, action: "segment.activate", .accepted) { [now = frame.clock.now()] in try $0.activate(at: now) }
    }

    @Sendable private func archive(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try await edit(request, context, action: "segment.archive", .accepted) { [now = frame.clock.now()] in try $0.archive(at: now) }
    }

    /// Changes the version the caller read; whatever must follow starts as a job in the same transaction.
    private func edit(
        _ request: Request, _ context: ServiceContext, action: String, _ status: HTTPResponse.Status = .ok,
        _ change: @escaping @Sendable (inout Segment) throws -> Void
    ) async throws -> JSONResponse {
        let id: SegmentID = try context.id("id", kind: "segment")
        let expected = try request.expectedVersion()
        let editor = SegmentEditor(segments: segments, jobs: frame.jobs, audit: frame.audit)
        let stored = try await editor.edit(id, expecting: expected, action: action, context, change)
        return try await answer(stored, status)
    }

    private func answer(_ stored: StoredSegment, _ status: HTTPResponse.Status = .ok) async throws -> JSONResponse {
        let view = SegmentView(stored, names: try await segments.names())
        return try JSONResponse(status, view, headers: [.eTag: EntityTag.text(version: stored.segment.version)])
    }

    private static func status(_ text: String) throws -> Segment.Status {
        guard let status = Segment.Status(rawValue: text) else {
            throw Problem.badRequest("status must be one of: draft, active, archived.")
        }
        return status
    }
}
