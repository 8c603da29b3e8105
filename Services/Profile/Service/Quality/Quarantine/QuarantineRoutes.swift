import CommonModels
import ConsoleKit
import HTTPTypes
import Hummingbird
import ProfileDomain
import ServiceKit

/// Events that wait for the plan or for somebody: `/v1/quarantine`.
struct QuarantineRoutes: Sendable {
    let store: QuarantineStore
    let desk: QuarantineDesk
    let access: FieldAccess
    let audit: AuditLog

    func add(to router: Router<ServiceContext>) {
        router.requiring(.profileRead, path: "/v1/quarantine").get(use: list).get("runs", use: runs).get(":id", use: show)
        router.requiring(.profileWrite, path: "/v1/quarantine").post("replay", use: replay).post("discard", use: discard)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let before = page.after.map { Int64($0) }
        if case .some(.none) = before { throw Problem.badRequest("after is not what an earlier page gave as next.") }
        let mask = try await access.mask(for: context)
        var filter = try QuarantineFilter(query: request)
        filter.isShallow = !mask.readsEverything
        let found = try await store.page(filter, limit: page.limit, before: before ?? nil)
        var members: JSONObject = ["items": .array(found.events.map { QuarantineView(event: $0, mask: mask).json })]
        if let next = found.next { members["next"] = .string(String(next)) }
        return JSONResponse(json: .object(members))
    }

    /// A person's look is in the audit log.
    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let principal = try context.requirePrincipal()
        guard let id = Int64(try context.text("id")), let event = try await store.event(id) else {
            throw Problem.notFound("event in quarantine")
        }
        if principal.kind == .person {
            try await audit.record(
                actor: principal.id, action: "quarantine.viewed", object: event.eventId.rawValue, origin: context.peer)
        }
        return JSONResponse(json: QuarantineView(event: event, mask: try await access.mask(for: context)).json)
    }

    @Sendable private func runs(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        JSONResponse(json: ["items": .array(try await desk.runs().map(\.json))])
    }

    @Sendable private func replay(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try await start(.replay, request, context)
    }

    @Sendable private func discard(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try await start(.discard, request, context)
    }

    private func start(_ action: QuarantineDesk.Action, _ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let json = try await request.jsonValue(context)
        var filter = try QuarantineFilter(body: json)
        filter.isShallow = try await !access.mask(for: context).readsEverything
        let job = try await desk.start(action, filter, reason: json["reason"]?.stringValue, by: context)
        return JSONResponse(.accepted, json: ["jobId": .string(job.id.rawValue)])
    }
}

extension QuarantineDesk.Run {
    var json: JSONValue {
        var members: JSONObject = [
            "jobId": .string(job.id.rawValue), "action": .string(action.rawValue), "state": .string(job.state.rawValue),
            "done": .integer(job.done), "taken": .integer(taken), "erased": .integer(erased), "kept": .integer(kept),
            "discarded": .integer(discarded), "startedBy": .string(job.requestedBy), "createdAt": .string(job.createdAt.rfc3339),
        ]
        if let total = job.total { members["total"] = .integer(total) }
        if let reason { members["reason"] = .string(reason) }
        if let finishedAt = job.finishedAt { members["finishedAt"] = .string(finishedAt.rfc3339) }
        return .object(members)
    }
}

extension QuarantineFilter {
    /// `?source=&event=&rule=&from=&to=&q=`
    init(query request: Request) throws {
        source = request.query("source")
        event = request.query("event")
        rule = request.query("rule")
        text = request.query("q")
        from = try Self.instant(request.query("from"), "from")
        to = try Self.instant(request.query("to"), "to")
        try checkText("q")
    }

    /// `{ids?, source?, event?, rule?, from?, to?, q?}`
    init(body json: JSONValue) throws {
        guard case .object(let members) = json else { throw Problem.badRequest("The body must be an object.") }
        func text(_ name: String) throws -> String? {
            guard let value = members[name], !value.isNull else { return nil }
            guard let text = value.stringValue, !text.isEmpty else {
                throw Problem.validation([Problem.Fault("must be a text", pointer: "/" + name)])
            }
            return text
        }
        source = try text("source")
        event = try text("event")
        rule = try text("rule")
        self.text = try text("q")
        from = try Self.instant(text("from"), "from")
        to = try Self.instant(text("to"), "to")
        if let listed = members["ids"], !listed.isNull {
            ids = listed.arrayValue?.compactMap(\.intValue) ?? []
            guard ids.count == listed.arrayValue?.count, (1...Self.idsMax).contains(ids.count) else {
                throw Problem.validation([Problem.Fault("must be an array of 1 to \(Self.idsMax) whole numbers", pointer: "/ids")])
            }
        }
        try checkText("q")
    }

    private func checkText(_ name: String) throws {
        guard [text, source, event, rule].allSatisfy({ ($0?.count ?? 0) <= 300 }), (text?.count ?? 0) <= Self.textLengthMax else {
            throw Problem.validation([Problem.Fault("may have at most \(Self.textLengthMax) characters", pointer: "/" + name)])
        }
    }

    private static func instant(_ text: String?, _ name: String) throws -> Instant? {
        guard let text else { return nil }
        guard let instant = Instant(rfc3339: text) else {
            throw Problem.badRequest("\(name) must be an instant such as 2026-11-22T09:30:00Z.")
        }
        return instant
    }
}
