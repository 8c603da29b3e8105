import CommonModels
import HTTPTypes
import Hummingbird
import ProfileDomain
package import ServiceKit

/// Definitions of computed traits as documents: `/v1/computed-traits`.
struct ComputedTraitRoutes: Sendable {
    let traits: ComputedTraitStore

    func add(to router: Router<ServiceContext>) {
        router.requiring(.profileRead, path: "/v1/computed-traits").get(use: list).get(":key", use: show).post("validate", use: validate)
        router.requiring(.profileWrite, path: "/v1/computed-traits").put(":key", use: put).delete(":key", use: remove)
            .post(":key/rebuild", use: rebuild)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        JSONResponse(json: ["items": .array(try await traits.list().map(\.json))])
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let stored = try await traits.trait(context.text("key")) else { throw Problem.notFound("computed trait") }
        return answer(stored)
    }

    @Sendable private func validate(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let json = try await request.jsonValue(context)
        let trait = try Self.trait(json, named: json["key"]?.stringValue ?? "")
        return JSONResponse(json: [
            "document": trait.json, "sentence": ["ko": .string(trait.sentence(.ko)), "en": .string(trait.sentence(.en))],
        ])
    }

    @Sendable private func put(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let trait = try Self.trait(try await request.jsonValue(context), named: context.text("key"))
        return answer(try await traits.put(trait, expecting: try DocumentEdit(request), by: context))
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let job = try await traits.remove(context.text("key"), expecting: try DocumentEdit(request), by: context)
        guard let job else { throw Problem.notFound("computed trait") }
        return JSONResponse(.accepted, json: ["jobId": .string(job.rawValue)])
    }

    @Sendable private func rebuild(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let stored = try await traits.rebuild(context.text("key"), by: context) else { throw Problem.notFound("computed trait") }
        return answer(stored, .accepted)
    }

    private func answer(_ stored: ComputedTraitStore.Stored, _ status: HTTPResponse.Status = .ok) -> JSONResponse {
        JSONResponse(status, json: stored.json, headers: [.eTag: EntityTag.text(version: stored.version)])
    }

    /// - Throws: ``Problem/validation(_:)``.
    static func trait(_ json: JSONValue, named text: String) throws -> ComputedTrait {
        guard let key = ComputedTraitKey(text) else {
            let detail = "must be 1 to \(ComputedTraitKey.lengthMax) letters, digits or _, starting with a letter"
            throw Problem.validation([Problem.Fault(detail, pointer: "/key")])
        }
        return try ComputedTrait(json: json, key: key)
    }
}

extension ComputedTraitStore.Stored {
    /// The document and how far its values are.
    var json: JSONValue {
        var members: JSONObject = [
            "document": trait.json, "version": .integer(Int64(version)), "isBuilt": .bool(isBuilt),
            "sentence": ["ko": .string(trait.sentence(.ko)), "en": .string(trait.sentence(.en))], "updatedAt": .string(updatedAt.rfc3339),
        ]
        if let job { members["jobId"] = .string(job.rawValue) }
        return .object(members)
    }
}

extension DocumentFaults: ProblemConvertible {
    package var problem: Problem { .validation(faults.map { Problem.Fault($0.detail, pointer: $0.pointer) }) }
}
