import CommonModels
import ConsoleKit
import HTTPTypes
import Hummingbird
import ProfileDomain
import ServiceKit
import StorageKit

/// Signals about things that are no people: `/v1/signals`. Keys of sources send them, write keys only of types that list their
/// source; browsers do not: no page of another origin is answered, and a session is no sender.
struct SignalRoutes: Sendable {
    let writer: SignalWriter
    let store: SignalStore
    let access: FieldAccess
    let clock: WallClock
    let ids: IDGenerator

    func add(to router: Router<ServiceContext>) {
        router.requiring(.ingest, path: "/v1/signals").post(use: take)
        router.requiring(.profileRead, path: "/v1/signals").get(use: latest).get("subjects", use: subjects)
            .get("subjects/:type/:id", use: show).get("subjects/:type/:id/timeline", use: timeline)
    }

    @Sendable private func take(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let principal = try context.requirePrincipal()
        guard principal.kind != .person else { throw Problem.forbidden("Signals are sent with the key of a source.") }
        let body = try await request.jsonValue(context, limit: SignalLimits.bodyBytesMax)
        let isBatch = body["batch"] != nil
        let submission = SignalSubmission(
            try Self.bodies(body), source: principal.source, isPublic: principal.isPublic, receivedAt: clock.now(), ids: ids)
        return try SignalAnswer.response(try await writer.submit(submission), isBatch: isBatch)
    }

    /// One signal, or `{batch: […]}`.
    private static func bodies(_ body: JSONValue) throws -> [JSONValue] {
        guard let batch = body["batch"] else { return [body] }
        guard let items = batch.arrayValue, (1...SignalLimits.batchCountMax).contains(items.count), body.objectValue?.count == 1 else {
            let detail = "must be 1 to \(SignalLimits.batchCountMax) signals, and nothing beside it"
            throw Problem.validation([Problem.Fault(detail, pointer: "/batch")])
        }
        return items
    }

    @Sendable private func latest(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let before = page.after.map { Int64($0) }
        if case .some(.none) = before { throw Problem.badRequest("after is not what an earlier page gave as next.") }
        let found = try await store.latest(limit: page.limit + 1, before: before ?? nil)
        return try await access.answer(context) { mask in
            page.page(found, item: { mask.signal($0.signal).json }, key: { String($0.sequence) })
        }
    }

    @Sendable private func subjects(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        guard let type = request.query("type") else { throw Problem.badRequest("type is needed: which kind of subjects?") }
        let found = try await store.subjects(of: type, limit: page.limit + 1, after: try page.textKey())
        return try JSONResponse(.ok, page.page(found, item: \.json, key: { Keyset([$0.subject.id]).encoded }))
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let found = try await store.subject(context.signalSubject) else { throw Problem.notFound("subject") }
        var members = found.subject.json.objectValue ?? [:]
        let mask = try await access.mask(for: context)
        members["state"] = .array(found.state.map { mask.state($0).json })
        if !mask.hidden.isEmpty { members["masked"] = mask.json }
        return JSONResponse(json: .object(members))
    }

    @Sendable private func timeline(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let subject = try context.signalSubject
        guard try await store.subject(subject) != nil else { throw Problem.notFound("subject") }
        let found = try await store.timeline(of: subject, limit: page.limit + 1, before: try page.signalPlace())
        return try await access.answer(context) { mask in
            page.page(found, item: { mask.signal($0.signal).json }, key: { Keyset([$0.signal.time, $0.sequence]).encoded })
        }
    }
}

extension ServiceContext {
    /// The subject a path names.
    var signalSubject: SignalSubject {
        get throws { SignalSubject(type: try pathText("type"), id: try pathText("id")) }
    }
}

extension Principal {
    /// A write key stands in pages and apps for everybody to read.
    fileprivate var isPublic: Bool {
        if case .writeKey = kind { true } else { false }
    }
}

extension PageRequest {
    /// Where a timeline goes on.
    /// - Throws: ``Problem/badRequest(_:errors:)``.
    func signalPlace() throws -> (time: Int64, sequence: Int64)? {
        guard let after else { return nil }
        let values = Keyset(encoded: after, count: 2)?.values ?? []
        guard case .integer(let time)? = values.first, case .integer(let sequence)? = values.last else {
            throw Problem.badRequest("after is not what an earlier page gave as next.")
        }
        return (time, sequence)
    }
}

extension SignalStore.Subject {
    var json: JSONValue {
        [
            "subject": subject.json, "firstSeen": .string(firstSeen.rfc3339), "lastSeen": .string(lastSeen.rfc3339),
            "signals": .integer(signals),
        ]
    }
}

extension SignalStore.State {
    var json: JSONValue {
        [
            "name": .string(name), "signalId": .string(id.rawValue), "time": .string(time.rfc3339), "source": .string(source),
            "properties": properties,
        ]
    }
}
