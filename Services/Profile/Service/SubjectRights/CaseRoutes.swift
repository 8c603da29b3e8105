import CommonModels
import HTTPTypes
import Hummingbird
import ProfileDomain
import ServiceKit
import StorageKit

/// `/v1/cases`: people's requests about their own data.
struct CaseRoutes: Sendable {
    let desk: CaseDesk
    let store: CaseStore
    let confirmations: CaseConfirmations
    let bundles: CaseBundleStore
    let law: CaseLaw

    func add(to router: Router<ServiceContext>) {
        router.requiring(.privacyManage, path: "/v1/cases")
            .post(use: open)
            .get(use: list)
            .get(":id", use: show)
            .post(":id/identity-check", use: verify)
            .post(":id/run", use: run)
            .post(":id/refusal", use: refuse)
            .post(":id/notes", use: note)
            .post(":id/lift", use: lift)
            .get(":id/bundle", use: bundle)
            .get(":id/bundle/:service/:section", use: table)
        // Our services confirm with their own tokens, which carry no scope of a person's.
        router.group("/v1/cases").post(":id/confirmations", use: confirm)
    }

    @Sendable private func open(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.jsonValue(context)
        let id = try await desk.open(
            CaseRequest(json: body), about: CaseBody.subject(body), law: CaseBody.law(body) ?? law, note: CaseBody.text(body, "note"),
            by: context)
        return try await answer(id, .created)
    }

    /// Pending ones, due first; `?pending=false` those that are done; `?identity=namespace:value` every one of a person.
    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        if let identity = request.query("identity") { return try await find(identity) }
        let page = try PageRequest(request)
        let isDone = try isDone(request)
        let found: [CaseStore.Entry]
        if isDone {
            found = try await store.done(limit: page.limit + 1, before: page.after)
        } else {
            let after = page.after.map { Keyset(encoded: $0, count: 2) }
            if case .some(.none) = after { throw Problem.badRequest("after is not what an earlier page gave as next.") }
            found = try await store.pending(limit: page.limit + 1, after: after ?? nil)
        }
        var answer: JSONObject = ["items": .array(try found.prefix(page.limit).map(view))]
        if found.count > page.limit, let last = found.prefix(page.limit).last?.item {
            answer["next"] = .string(isDone ? last.id.rawValue : Keyset([last.dueAt, last.id]).encoded)
        }
        return JSONResponse(json: .object(answer))
    }

    private func isDone(_ request: Request) throws -> Bool {
        switch request.query("pending") {
        case nil, "true": return false
        case "false": return true
        case .some: throw Problem.badRequest("pending must be true or false.")
        }
    }

    private func find(_ identity: String) async throws -> JSONResponse {
        let key = try CaseBody.identity(identity)
        let found = try await store.cases(identityHash: desk.hasher.hash(key))
        return JSONResponse(json: ["items": .array(try found.map(view))])
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try await answer(context.id("id", kind: "case"))
    }

    @Sendable private func verify(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.jsonValue(context)
        let id: CaseID = try context.id("id", kind: "case")
        try await desk.verify(id, method: CaseBody.method(body), note: CaseBody.text(body, "note"), by: context)
        return try await answer(id)
    }

    @Sendable private func run(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let id: CaseID = try context.id("id", kind: "case")
        try await desk.start(id, by: context)
        return try await answer(id, .accepted)
    }

    @Sendable private func refuse(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.jsonValue(context)
        let id: CaseID = try context.id("id", kind: "case")
        try await desk.refuse(id, reason: CaseBody.requiredText(body, "reason"), by: context)
        return try await answer(id)
    }

    @Sendable private func note(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.jsonValue(context)
        let id: CaseID = try context.id("id", kind: "case")
        try await desk.note(id, text: CaseBody.requiredText(body, "text"), by: context)
        return try await answer(id)
    }

    @Sendable private func lift(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let id: CaseID = try context.id("id", kind: "case")
        try await desk.lift(id, note: "", by: context)
        return try await answer(id, .accepted)
    }

    @Sendable private func confirm(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let refusal = Problem.forbidden("Only our own services confirm.")
        if case .writeKey = principal.kind { throw refusal }
        let confirmation = try await request.jsonBody(SubjectConfirmation.self, context)
        guard case .service(let service) = principal.kind else { throw refusal }
        try await confirmations.take(confirmation, of: context.id("id", kind: "case"), from: service)
        return Response(status: .noContent)
    }

    @Sendable private func bundle(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await bundles.json(context.id("id", kind: "case"), for: context)
    }

    @Sendable private func table(_ request: Request, _ context: ServiceContext) async throws -> Response {
        guard let service = ServiceName(rawValue: try context.text("service")) else { throw Problem.notFound("service") }
        return try await bundles.csv(context.id("id", kind: "case"), service, context.text("section"), for: context)
    }

    private func answer(_ id: CaseID, _ status: HTTPResponse.Status = .ok) async throws -> JSONResponse {
        guard let entry = try await store.entry(id) else { throw CaseError.notFound }
        return JSONResponse(status, json: try view(entry))
    }

    private func view(_ entry: CaseStore.Entry) throws -> JSONValue {
        try CaseView(entry: entry, now: desk.frame.clock.now()).json
    }
}
