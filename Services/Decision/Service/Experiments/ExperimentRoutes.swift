import CommonModels
import DecisionDomain
import Hummingbird
import OrderedCollections
import ServiceKit

/// `GET /v1/experiments/{id}/split` and `GET /v1/holdout`: how people are shared out.
struct ExperimentRoutes: Sendable {
    let store: CatalogueStore<Experiment>
    let split: ExperimentSplit
    let holdoutShare: Double

    func add(to router: Router<ServiceContext>) {
        router.requiring(.decisionRead, path: "/v1/experiments").get(":id/split", use: show)
        router.requiring(.decisionRead, path: "/v1/holdout").get(use: holdout)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let experiment = try await store.find(context.id("id", kind: Experiment.kind)).document
        let people = try await split.people(of: experiment.key)
        let arms = experiment.arms.map { arm in
            JSONValue.object(["key": .string(arm.key), "weight": .number(arm.weight), "people": .integer(people[arm.key] ?? 0)])
        }
        return JSONResponse(json: ["experiment": .string(experiment.key), "arms": .array(arms)])
    }

    @Sendable private func holdout(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let people = try await split.people(of: GlobalHoldout.key)
        return JSONResponse(json: [
            "experiment": .string(GlobalHoldout.key), "share": .number(holdoutShare),
            "treated": .integer(people[GlobalHoldout.treated] ?? 0), "holdout": .integer(people[GlobalHoldout.holdout] ?? 0),
        ])
    }
}
