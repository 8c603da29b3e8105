import CommonModels
import DecisionDomain
import HTTPTypes
import Hummingbird
import OrderedCollections
import ServiceKit

/// `POST /v1/feedback` (one) and the results of an offer.
struct FeedbackRoutes: Sendable {
    static let requestBytesMax = 16_384

    let desk: FeedbackDesk
    let results: OfferResultStore

    func add(to router: Router<ServiceContext>) {
        router.requiring(.decisionWrite, path: "/v1/feedback").post(use: record)
        router.requiring(.decisionRead, path: "/v1/offers").get(":id/results", use: show)
    }

    @Sendable private func record(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let body = try await request.jsonValue(context, limit: Self.requestBytesMax)
        let feedback = try Feedback(json: body, defaultID: request.headers[.idempotencyKey])
        let isNew = try await desk.record(feedback)
        return JSONResponse(json: ["id": .string(feedback.id), "recorded": .bool(true), "duplicate": .bool(!isNew)])
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        JSONResponse(json: try await results.results(of: context.id("id", kind: "offer")).json)
    }
}
