import CommonModels
import HTTPTypes
import Hummingbird
import ProfileDomain
import ServiceKit

/// The tracking plan as documents: `/v1/tracking-plan`, one per kind and name, and its settings.
struct TrackingPlanRoutes: Sendable {
    let plan: TrackingPlanStore
    let trial: PlanTrial
    let access: FieldAccess

    func add(to router: Router<ServiceContext>) {
        router.requiring(.profileRead, path: "/v1/tracking-plan").get(use: list).get("settings", use: showSettings)
            .get(":kind/:name", use: show).get(":kind/:name/versions", use: versions)
        router.requiring(.profileWrite, path: "/v1/tracking-plan").put("settings", use: putSettings).put(":kind/:name", use: put)
            .delete(":kind/:name", use: remove).post("try", use: tryOut)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        JSONResponse(json: ["items": .array(try await plan.all().map(\.json))])
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        guard let stored = try await plan.entry(rule(context)) else { throw Problem.notFound("entry of the tracking plan") }
        return answer(stored)
    }

    @Sendable private func versions(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let versions = try await plan.versions(of: rule(context))
        guard !versions.isEmpty else { throw Problem.notFound("entry of the tracking plan") }
        return JSONResponse(json: ["items": .array(versions.map(\.json))])
    }

    @Sendable private func put(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let rule = try rule(context)
        let entry = try PlanEntry(json: await request.jsonValue(context), rule: rule)
        return answer(try await plan.put(entry, expecting: try DocumentEdit(request), by: context))
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let isThere = try await plan.remove(rule(context), expecting: try DocumentEdit(request), by: context)
        guard isThere else { throw Problem.notFound("entry of the tracking plan") }
        return Response(status: .noContent)
    }

    @Sendable private func showSettings(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        answer(try await plan.settings())
    }

    @Sendable private func putSettings(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let settings = try PlanSettings(json: await request.jsonValue(context))
        return answer(try await plan.put(settings, expecting: try DocumentEdit(request), by: context))
    }

    /// `{entry, events?}`: what the entry would have done to the last events. A schema of one's own choice asks about values, so
    /// it is for who reads them all.
    @Sendable private func tryOut(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try await access.requireEverything(context)
        let json = try await request.jsonValue(context)
        let events = json["events"].map { $0.intValue ?? 0 } ?? Int64(PlanTrial.eventsDefault)
        guard (1...Int64(PlanTrial.eventsMax)).contains(events) else {
            throw Problem.validation([Problem.Fault("must be a whole number from 1 to \(PlanTrial.eventsMax)", pointer: "/events")])
        }
        do {
            let entry = try PlanEntry(json: json["entry"] ?? .null)
            return JSONResponse(json: try await trial.outcome(of: entry, events: Int(events)).json)
        } catch let faults as DocumentFaults {
            throw DocumentFaults(faults.faults.map { .init("/entry" + $0.pointer, $0.detail) })
        }
    }

    /// - Throws: 404 for a kind there is not, ``DocumentFaults`` for a name that cannot be.
    private func rule(_ context: ServiceContext) throws -> PlanRule {
        guard let kind = PlanRule.Kind(rawValue: try context.text("kind")) else { throw Problem.notFound("kind of the tracking plan") }
        return try PlanRule(kind, context.pathText("name"))
    }

    private func answer(_ stored: TrackingPlanStore.Stored) -> JSONResponse {
        JSONResponse(json: stored.json, headers: [.eTag: EntityTag.text(version: stored.version)])
    }

    private func answer(_ stored: TrackingPlanStore.StoredSettings) -> JSONResponse {
        JSONResponse(json: stored.json, headers: [.eTag: EntityTag.text(version: stored.version)])
    }
}

extension TrackingPlanStore.Stored {
    /// The document, and what is known of its making; ``PlanEntry/init(json:rule:)`` reads it back.
    var json: JSONValue {
        var members = entry.json.objectValue ?? [:]
        members["version"] = .integer(Int64(version))
        members["updatedAt"] = .string(updatedAt.rfc3339)
        return .object(members)
    }
}

extension TrackingPlanStore.StoredSettings {
    var json: JSONValue {
        var members = settings.json.objectValue ?? [:]
        members["version"] = .integer(Int64(version))
        if version > 0 { members["updatedAt"] = .string(updatedAt.rfc3339) }
        return .object(members)
    }
}

extension TrackingPlanStore.Version {
    fileprivate var json: JSONValue {
        var members: JSONObject = ["version": .integer(Int64(version)), "at": .string(at.rfc3339), "by": .string(by)]
        if let document { members["document"] = document }
        return .object(members)
    }
}
