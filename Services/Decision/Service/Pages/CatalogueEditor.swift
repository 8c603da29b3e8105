import CommonModels
import DecisionDomain
import OrderedCollections
import ServiceKit
import StorageKit

/// Edits of offers made on pages: the same store, checks and audit as the API.
struct CatalogueEditor: Sendable {
    let store: CatalogueStore<Offer>
    let cache: CatalogueCache
    let audit: AuditLog
    let clock: WallClock
    let ids: IDGenerator

    /// - Throws: ``CatalogueError``, ``DocumentProblems``
    func changeStatus(of id: OfferID, to status: String, expecting version: Int64, _ context: ServiceContext) async throws {
        var json = try await store.find(id).document.json.objectValue ?? [:]
        json["status"] = .string(status)
        let audit = self.audit
        _ = try await store.replace(Offer(id: id, json: .object(json)), expecting: version, at: clock.now()) { stored, tx in
            try audit.record(
                context, action: "offer.\(status)", object: id.rawValue,
                detail: ["key": .string(stored.document.key), "version": .integer(stored.version)], in: tx)
        }
        cache.invalidate()
    }

    /// - Throws: ``CatalogueError``, ``DocumentProblems``
    func create(_ json: JSONValue, _ context: ServiceContext) async throws -> OfferID {
        let audit = self.audit
        let stored = try await store.create(Offer(id: ids.next(), json: json), at: clock.now()) { stored, tx in
            try audit.record(
                context, action: "offer.created", object: stored.document.id.rawValue, detail: ["key": .string(stored.document.key)], in: tx
            )
        }
        cache.invalidate()
        return stored.document.id
    }
}
