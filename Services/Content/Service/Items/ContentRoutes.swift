import CommonModels
import ContentDomain
import HTTPTypes
import Hummingbird
import ServiceKit

/// Items, versions and publishing.
struct ContentRoutes: Sendable {
    let store: ContentStore
    let editor: ContentEditor

    func add(to router: Router<ServiceContext>) {
        router.requiring(.contentRead, path: "/v1/items")
            .get(use: list).get(":item", use: show).get(":item/versions", use: versions).get(":item/versions/:number", use: version)
            .get(":item/findings", use: findings)
        router.requiring(.contentWrite, path: "/v1/items")
            .post(use: create).put(":item", use: describe).put(":item/draft", use: write)
        router.requiring(.contentPublish, path: "/v1/items")
            .post(":item/publish", use: publish).post(":item/withdraw", use: withdraw)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let query = request.uri.queryParameters
        let filter = ContentFilter(
            kind: query["kind"].flatMap { ContentKind(rawValue: String($0)) }, folder: query["folder"].map(String.init),
            status: query["status"].flatMap { ContentItem.Status(rawValue: String($0)) }, search: query["q"].map(String.init))
        return Self.answer(try await store.list(filter, page: try PageRequest(request)), \.json)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        Self.answer(try await store.item(context.text("item")))
    }

    @Sendable private func versions(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        Self.answer(try await store.versions(of: context.text("item"), page: try PageRequest(request)), \.json)
    }

    @Sendable private func version(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let number = Int(try context.text("number")) else { throw ContentError.versionNotFound }
        return JSONResponse(json: try await store.item(context.text("item"), version: number).version.json)
    }

    @Sendable private func findings(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let (item, version) = try await store.item(context.text("item"), version: nil)
        let lint = ContentLint(kind: item.kind, details: item.details, publishedFragments: try await store.publishedFragments())
        return JSONResponse(json: ["version": .integer(Int64(version.number)), "findings": .array(lint.findings(version.variants).map(\.json))])
    }

    @Sendable private func create(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let wanted = try ContentRequests.creation(try await request.jsonValue(context))
        let item = try await editor.create(
            key: wanted.key, kind: wanted.kind, details: wanted.details, variants: wanted.variants, by: try context.contentActor)
        return JSONResponse(
            .created, json: item.json, headers: [.location: "/v1/items/\(item.id)", .eTag: EntityTag.text(version: item.revision)])
    }

    @Sendable private func describe(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let details = try ContentRequests.details(try await request.jsonValue(context))
        return Self.answer(
            try await editor.change(context.text("item"), revision: try request.expectedVersion(), details: details, by: try context.contentActor))
    }

    @Sendable private func write(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.jsonValue(context)
        let revision = try request.expectedVersion()
        return Self.answer(
            try await editor.write(context.text("item"), revision: revision, by: try context.contentActor) { item, _ in
                try ContentVariants(body["variants"] ?? .null, kind: item.kind)
            })
    }

    @Sendable private func publish(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        Self.answer(try await editor.publish(context.text("item"), revision: try request.optionalVersion(), by: try context.contentActor))
    }

    @Sendable private func withdraw(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        Self.answer(try await editor.withdraw(context.text("item"), revision: try request.optionalVersion(), by: try context.contentActor))
    }

    private static func answer(_ item: ContentItem) -> JSONResponse {
        JSONResponse(json: item.json, headers: [.eTag: EntityTag.text(version: item.revision)])
    }

    private static func answer<Item>(_ page: Page<Item>, _ json: (Item) -> JSONValue) -> JSONResponse {
        var members: JSONObject = ["items": .array(page.items.map(json))]
        if let next = page.next { members["next"] = .string(next) }
        return JSONResponse(json: .object(members))
    }
}

extension ServiceContext {
    /// Who is behind this request, for the audit log.
    var contentActor: ContentActor {
        get throws { ContentActor(id: try requirePrincipal().id, origin: peer) }
    }
}

extension Request {
    /// The version `If-Match` names; nil when the header is absent.
    func optionalVersion() throws -> Int? { headers[.ifMatch] == nil ? nil : try expectedVersion() }
}
