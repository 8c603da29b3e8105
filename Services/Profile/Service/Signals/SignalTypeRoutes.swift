import CommonModels
import HTTPTypes
import Hummingbird
import ProfileDomain
import ServiceKit

/// The kinds of things signals are about: `/v1/signal-types`.
struct SignalTypeRoutes: Sendable {
    let types: SignalTypeStore

    func add(to router: Router<ServiceContext>) {
        router.requiring(.profileRead, path: "/v1/signal-types").get(use: list).get(":type", use: show)
        router.requiring(.profileWrite, path: "/v1/signal-types").put(":type", use: put).delete(":type", use: remove)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        JSONResponse(json: ["items": .array(try await types.list().map(\.json))])
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let stored = try await types.type(context.text("type")) else { throw Problem.notFound("signal type") }
        return answer(stored)
    }

    @Sendable private func put(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let type = try SignalType(json: try await request.jsonValue(context), key: context.text("type"))
        return answer(try await types.put(type, expecting: try DocumentEdit(request), by: context))
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        guard try await types.remove(context.text("type"), expecting: try DocumentEdit(request), by: context) else {
            throw Problem.notFound("signal type")
        }
        return Response(status: .noContent)
    }

    private func answer(_ stored: SignalTypeStore.Stored) -> JSONResponse {
        JSONResponse(.ok, json: stored.json, headers: [.eTag: EntityTag.text(version: stored.version)])
    }
}

extension SignalTypeStore.Stored {
    var json: JSONValue {
        ["document": type.json, "version": .integer(Int64(version)), "updatedAt": .string(updatedAt.rfc3339)]
    }
}
