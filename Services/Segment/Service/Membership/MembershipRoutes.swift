import CommonModels
import ConsoleKit
import Hummingbird
import RuleKit
import SegmentDomain
import ServiceKit
import StorageKit
import SubjectKit

/// Who is in what, and why: `/v1/segments/{id}/members`, `/explain`, `/v1/profiles/{id}/segments`; sizes before saving.
struct MembershipRoutes {
    let segments: SegmentStore
    let memberships: MembershipStore
    let preview: SegmentPreview
    let database: any Database
    private let policies = PolicyShelf()

    init(segments: SegmentStore, memberships: MembershipStore, preview: SegmentPreview, database: any Database) {
        self.segments = segments
        self.memberships = memberships
        self.preview = preview
        self.database = database
    }

    func add(to router: Router<ServiceContext>) {
        router.requiring(.segmentRead, path: "/v1/segments").get(":id/members", use: members).get(":id/explain", use: explain)
            .get(":id/days", use: days).post("preview", use: previewRule).post(":id/preview", use: previewSegment)
        router.requiring(.segmentRead, path: "/v1/profiles").get(":id/segments", use: ofPerson)
    }

    @Sendable private func members(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let segment = try await segment(context).segment
        let purpose = try request.query("purpose").map { text in
            guard let purpose = Purpose(rawValue: text) else { throw Problem.badRequest("purpose must be 1 to 40 of a-z, 0-9, - and _.") }
            return purpose
        }
        try await requireExport(of: segment, for: purpose, context)
        let found = try await memberships.members(of: segment.id, for: purpose, after: page.after, limit: page.limit)
        return try JSONResponse(.ok, page.page(found, item: { $0 }, key: { $0.profileId.rawValue }))
    }

    /// A list of people leaves for another system: what the rule looks at is told of each of them. Our own services and
    /// pages use the list here, which the segment's activation was asked for.
    /// - Throws: ``PolicyViolation``.
    private func requireExport(of segment: Segment, for purpose: Purpose?, _ context: ServiceContext) async throws {
        if case .service = try context.requirePrincipal().kind { return }
        try await database.read { [policies] tx in
            let fields = try SegmentFields.all(of: segment.rule, in: tx)
            try policies.require(DataUse(.export, purpose: purpose, fields: fields), in: tx)
        }
    }

    @Sendable private func days(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let limit = try request.query("limit", in: 1...1_000) ?? 90
        return try JSONResponse(.ok, ["items": await memberships.days(of: segment(context).segment.id, limit: limit)])
    }

    @Sendable private func explain(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let profile = request.query("profileId").flatMap({ ProfileID($0) }) else {
            throw Problem.badRequest("profileId must name a profile.")
        }
        let segment = try await segment(context).segment
        let explanation = try await memberships.explain(segment, for: profile)
        let mask = try await mask(context)
        let view = ExplanationView(explanation, names: try await segments.names(), mask)
        return answer(view.json, mask)
    }

    @Sendable private func ofPerson(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let (profile, explanations) = try await memberships.explainMemberships(of: context.id("id", kind: "profile"))
        let names = try await segments.names()
        let mask = try await mask(context)
        let items = explanations.map { ExplanationView($0, names: names, mask).json }
        return answer(["profileId": .string(profile.rawValue), "items": .array(items)], mask)
    }

    private func mask(_ context: ServiceContext) async throws -> FieldMask {
        FieldMask(try await policies.book(of: database), for: context.principal)
    }

    /// With the fields that were masked, if any.
    private func answer(_ json: JSONValue, _ mask: FieldMask) -> JSONResponse {
        guard !mask.hidden.isEmpty, var members = json.objectValue else { return JSONResponse(json: json) }
        members["masked"] = mask.json
        return JSONResponse(json: .object(members))
    }

    @Sendable private func previewRule(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try JSONResponse(.ok, await preview.size(of: request.rule(context), for: context.principal))
    }

    @Sendable private func previewSegment(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try JSONResponse(.ok, await preview.size(of: segment(context).segment.rule, for: context.principal))
    }

    private func segment(_ context: ServiceContext) async throws -> StoredSegment {
        guard let stored = try await segments.segment(context.id("id", kind: "segment")) else { throw SegmentError.notFound }
        return stored
    }
}
