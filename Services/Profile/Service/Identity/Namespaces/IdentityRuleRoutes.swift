import CommonModels
import HTTPTypes
import Hummingbird
import ProfileDomain
import ServiceKit
import StorageKit

/// Which values are identities: namespaces, the junk list, and what was refused or stayed where it was.
struct IdentityRuleRoutes: Sendable {
    private static let refusalDaysDefault = 7
    /// Of a whole list of junk.
    private static let listBytesMax = 16_777_216

    let desk: IdentityDesk
    let access: FieldAccess
    let seal: PlaceSeal
    let clock: WallClock

    var reading: RouteCollection<ServiceContext> {
        RouteCollection(context: ServiceContext.self)
            .get("namespaces", use: namespaces)
            .get("namespaces/:key", use: namespace)
            .get("junk", use: junk)
            .get("junk-list", use: junkList)
            .get("conflicts", use: conflicts)
            .get("refusals", use: refusals)
    }

    var editing: RouteCollection<ServiceContext> {
        RouteCollection(context: ServiceContext.self)
            .put("namespaces/:key", use: put)
            .delete("namespaces/:key", use: remove)
            .post("junk", use: addJunk)
            .delete("junk", use: removeJunk)
            .put("junk-list", use: replaceJunk)
    }

    private func namespaces(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try JSONResponse(.ok, Page(items: await desk.namespaces(), next: nil))
    }

    private func namespace(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let view = try await desk.namespace(key(context))
        return try .versioned(view, version: view.version)
    }

    private func put(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let namespace = IdentityNamespace(key: try context.text("key")) else {
            throw Problem.badRequest("A namespace is a letter followed by letters, digits, _ - or ., at most 40 characters.")
        }
        let version = try request.expectedVersion()
        let document = try await request.jsonBody(NamespaceDocument.self, context)
        let view = try await desk.put(document, as: namespace, version: version, by: IdentityActor(context), at: clock.now())
        return try .versioned(view, version: view.version)
    }

    private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let version = request.headers[.ifMatch] == nil ? nil : try request.expectedVersion()
        try await desk.remove(key(context), version: version, by: IdentityActor(context))
        return Response(status: .noContent)
    }

    private func junk(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let origin = request.query("origin").map { JunkStore.Origin(rawValue: $0) }
        if case .some(.none) = origin { throw Problem.badRequest("origin must be built-in, list or automatic.") }
        let found = try await desk.junk(origin: origin ?? nil, limit: page.limit + 1, after: page.place(seal, count: 3))
        // Listed values name nobody; those put in quarantine may be somebody's.
        return try await access.answer(context) { mask in
            page.page(found, item: { $0.origin == .automatic ? mask.junk($0) : $0 }, place: { seal.sealed($0.keyset) })
        }
    }

    private func addJunk(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.jsonBody(JunkValue.self, context)
        return try JSONResponse(
            .created, await desk.addJunk(body.namespace, body.value, note: body.checkedNote, by: IdentityActor(context), at: clock.now()))
    }

    private func removeJunk(_ request: Request, _ context: ServiceContext) async throws -> Response {
        guard let namespace = request.query("namespace"), let value = request.query("value") else {
            throw Problem.badRequest("namespace and value are needed.")
        }
        try await desk.removeJunk(namespace, value, by: IdentityActor(context))
        return Response(status: .noContent)
    }

    private func junkList(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        answer(try await desk.junkList())
    }

    private func replaceJunk(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let version = try request.expectedVersion()
        let list = try JunkList(json: await request.jsonValue(context, limit: Self.listBytesMax))
        return answer(try await desk.replaceJunk(list, version: version, by: IdentityActor(context), at: clock.now()))
    }

    private func answer(_ listed: IdentityDesk.ListedJunk) -> JSONResponse {
        var members: JSONObject = ["version": .integer(listed.version)]
        members.merge(listed.list.json.objectValue ?? [:]) { $1 }
        return JSONResponse(json: .object(members), headers: [.eTag: EntityTag.text(version: Int(listed.version))])
    }

    private func conflicts(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let found = try await desk.conflicts(limit: page.limit + 1, after: page.place(seal, count: 4))
        return try await access.answer(context) { mask in page.page(found, item: mask.conflict, place: { seal.sealed($0.keyset) }) }
    }

    private func refusals(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let days = try request.query("days", in: 1...366) ?? Self.refusalDaysDefault
        return try JSONResponse(.ok, Page(items: await desk.refusals(days: days, now: clock.now()), next: nil))
    }

    private func key(_ context: ServiceContext) throws -> IdentityNamespace {
        guard let namespace = IdentityNamespace(key: try context.text("key")) else { throw IdentityRuleError.noSuchNamespace }
        return namespace
    }
}

/// The body of `POST /v1/identity/junk`.
struct JunkValue: Decodable, Sendable {
    static let noteLengthMax = 200  // characters

    let namespace: String
    let value: String
    let note: String?

    /// - Throws: ``Problem/validation(_:)``
    var checkedNote: String {
        get throws {
            let note = note ?? ""
            guard note.count <= Self.noteLengthMax else {
                throw Problem.validation([Problem.Fault("at most \(Self.noteLengthMax) characters", pointer: "/note")])
            }
            return note
        }
    }
}

extension PageRequest {
    /// Where the page before ended, by a sealed key of `count` parts.
    /// - Throws: ``Problem/badRequest(_:errors:)`` when `after` is of no such list.
    func place(_ seal: PlaceSeal, count: Int) throws -> Keyset? {
        guard let after else { return nil }
        guard let keyset = seal.opened(after, count: count) else {
            throw Problem.badRequest("after is not what an earlier page gave as next.")
        }
        return keyset
    }

    /// A page whose next one is named by a sealed place.
    func page<Row, Item>(_ rows: [Row], item: (Row) throws -> Item, place: (Row) -> String?) rethrows -> ServiceKit.Page<Item> {
        let next = rows.count > limit ? rows.prefix(limit).last.flatMap(place) : nil
        return ServiceKit.Page(items: try rows.prefix(limit).map(item), next: next)
    }
}
