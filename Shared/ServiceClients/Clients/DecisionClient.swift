package import CommonModels
import NIOHTTP1
import ServiceKit

/// Decision, as its neighbours call it.
package struct DecisionClient: Sendable {
    private let http: ServiceHTTP

    package init(http: ServiceHTTP) { self.http = http }

    /// Decides for a profile at a placement.
    /// - Parameters:
    ///   - seen: what the caller has seen of the feeds; Decision answers from no less, or asks to come back.
    ///   - idempotencyKey: durable id of what asks (a journey step), so that a repeated call counts no cap twice.
    /// - Returns: `decisionId`, `placement`, `offer`, `reason`, `experiment`, `holdout`.
    package func decide(
        profile: ProfileID, placement: String, context: JSONObject = [:], seen: FeedPositions = .none, idempotencyKey: String
    ) async throws -> JSONValue {
        let body: JSONValue = [
            "profileId": .string(profile.rawValue), "placement": .string(placement), "context": .object(context),
        ]
        var call = ServiceCall.post("/v1/decide", json: body, idempotencyKey: idempotencyKey)
        if !seen.isEmpty { call.headers.replaceOrAdd(name: FeedPositions.headerName, value: seen.text) }
        return try await http.send(call, to: .decision).json(from: .decision)
    }
}
