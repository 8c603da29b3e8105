import CommonModels
import DecisionDomain
import HTTPTypes
import Hummingbird
import OrderedCollections
import ServiceKit
import StorageKit

/// List, create, show and replace the documents of one kind, e.g. `/v1/offers`.
struct CatalogueRoutes<Document: CatalogueDocument>: Sendable {
    /// Bytes of one document.
    static var documentBytesMax: Int { 262_144 }

    let path: String
    let store: CatalogueStore<Document>
    let cache: CatalogueCache
    let audit: AuditLog
    let clock: WallClock
    let ids: IDGenerator

    func add(to router: Router<ServiceContext>) {
        router.requiring(.decisionRead, path: RouterPath(path)).get(use: list).get(":id", use: show)
        router.requiring(.decisionWrite, path: RouterPath(path)).post(use: create).put(":id", use: replace)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let found = try await store.list(status: request.query("status"), after: page.after, limit: page.limit + 1)
        var answer: JSONObject = ["items": .array(found.prefix(page.limit).map(\.json))]
        if found.count > page.limit { answer["next"] = .string(found[page.limit - 1].document.id.rawValue) }
        return JSONResponse(json: .object(answer))
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let stored = try await store.find(context.id("id", kind: Document.kind))
        return JSONResponse(json: stored.json, headers: [.eTag: EntityTag.text(version: Int(stored.version))])
    }

    @Sendable private func create(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let document = try Document(id: ids.next(), json: try await request.jsonValue(context, limit: Self.documentBytesMax))
        let stored = try await store.create(document, at: clock.now(), alongside: record("created", context))
        cache.invalidate()
        return JSONResponse(
            .created, json: stored.json, headers: [.location: "\(path)/\(document.id.rawValue)", .eTag: EntityTag.text(version: 1)])
    }

    @Sendable private func replace(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let id = try context.id("id", kind: Document.kind, as: TypedID<Document.Tag>.self)
        let expected = try request.expectedVersion()
        let document = try Document(id: id, json: try await request.jsonValue(context, limit: Self.documentBytesMax).withoutStoredFields)
        let version = if let expected { Int64(expected) } else { try await store.find(id).version }
        let stored = try await store.replace(document, expecting: version, at: clock.now(), alongside: record("replaced", context))
        cache.invalidate()
        return JSONResponse(json: stored.json, headers: [.eTag: EntityTag.text(version: Int(stored.version))])
    }

    private func record(
        _ verb: String, _ context: ServiceContext
    ) -> @Sendable (StoredDocument<Document>, any SQLTransaction) throws -> Void {
        let audit = self.audit
        return { stored, tx in
            try audit.record(
                context, action: "\(Document.kind).\(verb)", object: stored.document.id.rawValue,
                detail: [
                    "key": .string(stored.document.key), "version": .integer(stored.version), "status": .string(stored.document.statusName),
                ],
                in: tx)
        }
    }
}

extension JSONValue {
    /// What was read may be sent back: the fields storage added are left out.
    var withoutStoredFields: JSONValue {
        guard var object = objectValue else { return self }
        for field in ["id", "version", "createdAt", "updatedAt"] { object.removeValue(forKey: field) }
        return .object(object)
    }
}
