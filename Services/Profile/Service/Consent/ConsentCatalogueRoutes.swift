import CommonModels
import Hummingbird
import ProfileDomain
package import ServiceKit

/// The catalogue of consent as a document.
struct ConsentCatalogueRoutes: Sendable {
    let desk: ConsentCatalogueDesk
    let clock: WallClock

    /// Below `profile:read`.
    var reading: RouteCollection<ServiceContext> { RouteCollection(context: ServiceContext.self).get("consent-catalogue", use: show) }

    /// Below `privacy:manage`.
    var writing: RouteCollection<ServiceContext> { RouteCollection(context: ServiceContext.self).put("consent-catalogue", use: replace) }

    private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        Self.answer(try await desk.current())
    }

    private func replace(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let expected = try request.expectedVersion()
        let json = try await request.jsonValue(context)
        let now = clock.now()
        return Self.answer(
            try await desk.edit(expecting: expected, by: context, at: now) { try ConsentCatalogue(json: json, after: $0, at: now) })
    }

    private static func answer(_ stored: StoredConsentCatalogue) -> JSONResponse {
        var members: JSONObject = ["version": .integer(Int64(stored.version)), "since": .string(stored.since.rfc3339)]
        members.merge(stored.catalogue.json.objectValue ?? [:]) { $1 }
        return JSONResponse(json: .object(members), headers: [.eTag: EntityTag.text(version: stored.version)])
    }
}

extension ConsentCatalogueFaults: ProblemConvertible {
    package var problem: Problem { .validation(faults.map { Problem.Fault($0.detail, pointer: $0.pointer) }) }
}
