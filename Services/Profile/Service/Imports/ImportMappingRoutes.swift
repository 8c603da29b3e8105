import CommonModels
import HTTPTypes
import Hummingbird
import ImportKit
import ProfileDomain
import ServiceKit

/// Saved mappings as documents: `/v1/import-mappings`.
struct ImportMappingRoutes: Sendable {
    let mappings: ImportMappingStore

    func add(to router: Router<ServiceContext>) {
        router.requiring(.profileRead, path: "/v1/import-mappings").get(use: list).get(":name", use: show)
        router.requiring(.profileWrite, path: "/v1/import-mappings").put(":name", use: put).delete(":name", use: remove)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        JSONResponse(json: ["items": .array(try await mappings.list().map(\.json))])
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let stored = try await mappings.mapping(context.text("name")) else { throw ImportFault.mappingNotFound }
        return answer(stored)
    }

    @Sendable private func put(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let name = ImportName(try context.text("name")) else {
            let detail = "must be 1 to \(ImportLimits.nameLengthMax) of a-z, 0-9, - and _, a letter first"
            throw Problem.validation([Problem.Fault(detail, pointer: "/name")])
        }
        let (text, isYAML) = try await Self.document(request, context)
        return answer(try await mappings.put(name, text: text, isYAML: isYAML, expecting: try DocumentEdit(request), by: context))
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        guard try await mappings.remove(context.text("name"), expecting: try DocumentEdit(request), by: context) else {
            throw ImportFault.mappingNotFound
        }
        return Response(status: .noContent)
    }

    /// The body as it was sent: YAML if it says so, else JSON.
    private static func document(_ request: Request, _ context: ServiceContext) async throws -> (text: String, isYAML: Bool) {
        let limit = ImportMapping.textBytesMax
        guard request.headers[.contentType]?.contains("yaml") ?? false else {
            return (try await request.jsonValue(context, limit: limit).serialized, false)
        }
        let bytes = try await request.bodyBytes(context, limit: limit)
        guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
            throw Problem.badRequest("The mapping must be UTF-8 text.")
        }
        return (text, true)
    }

    private func answer(_ stored: ImportMappingStore.Stored) -> JSONResponse {
        JSONResponse(.ok, json: stored.json, headers: [.eTag: EntityTag.text(version: stored.version)])
    }
}

extension ImportMappingStore.Stored {
    /// The document, or under `yaml` its text if it was sent as YAML.
    var json: JSONValue {
        var members: JSONObject = [
            "name": .string(name), "version": .integer(Int64(version)), "updatedAt": .string(updatedAt.rfc3339),
        ]
        if isYAML { members["yaml"] = .string(text) } else { members["document"] = (try? JSONValue(parsing: text)) ?? .null }
        return .object(members)
    }
}
