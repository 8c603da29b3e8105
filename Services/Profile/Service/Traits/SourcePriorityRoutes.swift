import CommonModels
import Foundation
import Hummingbird
import ProfileDomain
import ServiceKit

/// Whose word counts more, one document per trait: `/v1/source-priorities`. `*` stands for every trait without its own.
struct SourcePriorityRoutes: Sendable {
    let priorities: SourcePriorityStore

    func add(to router: Router<ServiceContext>) {
        router.requiring(.profileRead, path: "/v1/source-priorities").get(use: list).get(":trait", use: show)
        router.requiring(.profileWrite, path: "/v1/source-priorities").put(":trait", use: put).delete(":trait", use: remove)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        JSONResponse(json: ["items": .array(try await priorities.list().map(\.json))])
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let stored = try await priorities.priority(for: context.pathText("trait")) else { throw Problem.notFound("source priority") }
        return answer(stored)
    }

    @Sendable private func put(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.jsonBody(Body.self, context)
        let priority = try SourcePriority(trait: context.pathText("trait"), sources: body.sources)
        return answer(try await priorities.put(priority, expecting: try DocumentEdit(request), by: context))
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let isThere = try await priorities.remove(context.pathText("trait"), expecting: try DocumentEdit(request), by: context)
        guard isThere else { throw Problem.notFound("source priority") }
        return Response(status: .noContent)
    }

    private struct Body: Decodable, Sendable { let sources: [String] }

    private func answer(_ stored: SourcePriorityStore.Stored) -> JSONResponse {
        JSONResponse(json: stored.json, headers: [.eTag: EntityTag.text(version: stored.version)])
    }
}

extension SourcePriorityStore.Stored {
    var json: JSONValue {
        [
            "trait": .string(priority.trait), "sources": .array(priority.sources.map { .string($0) }), "version": .integer(Int64(version)),
            "updatedAt": .string(updatedAt.rfc3339),
        ]
    }
}

extension ServiceContext {
    /// A path parameter of somebody else's making: it may hold what an address has to write as `%2F`.
    func pathText(_ name: String) throws -> String {
        let text = try text(name)
        guard let plain = text.removingPercentEncoding, !plain.isEmpty, !plain.contains("\0") else { throw Problem.unknownRoute }
        return plain
    }
}
