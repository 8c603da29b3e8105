import CommonModels
import Hummingbird
import JourneyDomain
import ServiceKit
import StorageKit

/// Why did this person get, or not get, a message: their journeys and every step.
struct RunRoutes: Sendable {
    let database: any Database

    func add(to router: Router<ServiceContext>) {
        router.requiring(.journeyRead)
            .get("/v1/profiles/:id/journeys", use: ofProfile)
            .get("/v1/runs/:id", use: show)
    }

    @Sendable private func ofProfile(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let id = try context.id("id", kind: "profile", as: ProfileID.self)
        let traces = try await database.read { tx in try RunTraces().traces(of: id, in: tx) }
        return JSONResponse(json: JourneyPaging.json(Page(items: traces.map(\.json), next: nil)))
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let id = try context.id("id", kind: "run", as: RunID.self)
        return JSONResponse(json: try await database.read { tx in try RunTraces().trace(id, in: tx) }.json)
    }
}
