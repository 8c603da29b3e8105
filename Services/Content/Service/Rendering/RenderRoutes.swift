import CommonModels
import ConsoleKit
import ContentDomain
import HTTPTypes
import Hummingbird
import ServiceClients
import ServiceKit

/// Rendering for a person, and preview of drafts.
struct RenderRoutes: Sendable {
    /// Bytes of a request: the data of one message.
    static let bodyBytesMax = 1_048_576

    let renderer: ContentRenderer
    let settings: RenderSettings
    let people: PreviewPeople

    func add(to router: Router<ServiceContext>) {
        router.requiring(.contentRead, path: "/v1/items").post(":item/render", use: render).post(":item/preview", use: preview)
    }

    @Sendable private func render(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.jsonValue(context, limit: Self.bodyBytesMax)
        return try JSONResponse(.ok, try await renderer.render(try settings.job(context.text("item"), body)))
    }

    @Sendable private func preview(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.jsonValue(context, limit: Self.bodyBytesMax)
        var job = try settings.job(try context.text("item"), body)
        let mask = try await people.mask(for: context.principal)
        if let person = body["profile"]?.stringValue {
            guard let data = try await people.data(person, mask, for: context) else { throw Problem.notFound("profile") }
            job.data["profile"] = data
        }
        let version = body["version"]?.intValue.map { Int($0) }
        var answer = try JSONValue(encoding: try await renderer.preview(job, version: version)).objectValue ?? [:]
        if !mask.hidden.isEmpty { answer["masked"] = mask.json }
        return JSONResponse(json: .object(answer))
    }
}
