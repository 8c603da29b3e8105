import CommonModels
import HTTPTypes
import Hummingbird
import JourneyDomain
import ServiceKit
import StorageKit

/// Making, publishing and watching journeys.
struct JourneyRoutes: Sendable {
    let desk: JourneyDesk
    let database: any Database

    func add(to router: Router<ServiceContext>) {
        router.requiring(.journeyRead)
            .get("/v1/journeys", use: list)
            .get("/v1/journeys/:id", use: show)
            .get("/v1/journeys/:id/impact", use: impact)
            .get("/v1/journeys/:id/versions", use: versions)
            .get("/v1/journeys/:id/counts", use: counts)
        router.requiring(.journeyWrite)
            .post("/v1/journeys", use: create)
            .put("/v1/journeys/:id", use: edit)
            .post("/v1/journeys/validate", use: validate)
        router.requiring(.journeyPublish)
            .post("/v1/journeys/:id/publish", use: publish)
            .post("/v1/journeys/:id/pause", use: pause)
            .post("/v1/journeys/:id/resume", use: resume)
            .post("/v1/journeys/:id/archive", use: archive)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let after = try page.after.map { try JourneyPaging.id($0) } ?? ""
        let journeys = try await database.read { tx in try JourneyStore().list(after: after, limit: page.limit + 1, in: tx) }
        let shown = page.page(journeys, item: { $0.json }, key: { JourneyPaging.opaque($0.id.rawValue) })
        return JSONResponse(json: JourneyPaging.json(shown))
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        answer(try await desk.find(context.text("id")))
    }

    @Sendable private func create(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try JourneyBody(try await request.jsonValue(context, limit: JourneyDocument.bytesMax), isNew: true)
        let journey = try await desk.create(
            key: body.requiredKey(), name: body.requiredName(), draft: body.document ?? [:], by: JourneyActor(context))
        var answer = answer(journey, .created)
        answer.headers[.location] = "/v1/journeys/\(journey.id.rawValue)"
        return answer
    }

    @Sendable private func edit(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let expected = try request.expectedVersion()
        let body = try JourneyBody(try await request.jsonValue(context, limit: JourneyDocument.bytesMax), isNew: false)
        return answer(
            try await desk.edit(context.text("id"), name: body.name, draft: body.document, expected: expected, by: JourneyActor(context)))
    }

    /// Checks a document without keeping it: 200 with the issues, none when it may be published.
    @Sendable private func validate(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let json = try await request.jsonValue(context, limit: JourneyDocument.bytesMax)
        guard case .object = json else { throw Problem.validation([.init("must be an object", pointer: "")]) }
        return JSONResponse(json: ["issues": .array(JourneyDocument.issues(of: json).map(\.json))])
    }

    @Sendable private func impact(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        JSONResponse(json: try await desk.impact(context.text("id")).json)
    }

    @Sendable private func publish(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.bodyBytes(context, limit: 1_024)
        let backfill = body.isEmpty ? false : try JSONValue(parsing: body)["backfill"]?.boolValue ?? false
        let expected = request.headers[.ifMatch] == nil ? nil : try request.expectedVersion()
        return answer(try await desk.publish(context.text("id"), backfill: backfill, expected: expected, by: JourneyActor(context)))
    }

    @Sendable private func pause(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        answer(try await desk.pause(context.text("id"), by: JourneyActor(context)))
    }

    @Sendable private func resume(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        answer(try await desk.resume(context.text("id"), by: JourneyActor(context)))
    }

    @Sendable private func archive(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        answer(try await desk.archive(context.text("id"), by: JourneyActor(context)))
    }

    @Sendable private func versions(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let id = try context.text("id")
        let versions = try await database.read { tx in try JourneyStore().versions(of: JourneyStore().find(id, in: tx).id, in: tx) }
        return try JSONResponse(.ok, Page(items: versions, next: nil))
    }

    /// The live numbers of each node; `?version=`, otherwise of the version people enter.
    @Sendable private func counts(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let id = try context.text("id")
        let wanted = try request.query("version", in: 1...1_000_000)
        let (version, totals, counts) = try await database.read { tx in
            let journey = try JourneyStore().find(id, in: tx)
            let version = wanted ?? journey.liveVersion ?? 0
            let counts = CountStore()
            return (version, try counts.totals(of: journey.id, in: tx), try counts.counts(of: journey.id, version: version, in: tx))
        }
        let nodes = counts.sorted { $0.key < $1.key }.map { ($0.key.rawValue, $0.value.json) }
        return JSONResponse(json: [
            "version": .integer(Int64(version)), "totals": totals.json, "nodes": .object(JSONObject(uniqueKeysWithValues: nodes)),
        ])
    }

    private func answer(_ journey: Journey, _ status: HTTPResponse.Status = .ok) -> JSONResponse {
        JSONResponse(status, json: journey.json, headers: [.eTag: EntityTag.text(version: journey.revision)])
    }
}
