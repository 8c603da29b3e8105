package import CommonModels
package import ServiceClients

/// Asks the Decision service.
package struct DecisionServiceSource: DecisionSource {
    private let client: DecisionClient

    package init(client: DecisionClient) { self.client = client }

    package func decide(
        profile: ProfileID, placement: String, context: JSONObject, seen: FeedPositions, key: String
    ) async -> DecisionAnswer {
        do {
            let answer = try await client.decide(
                profile: profile, placement: placement, context: context, seen: seen, idempotencyKey: key)
            if let offer = answer["offer"], !offer.isNull {
                var object = offer.objectValue ?? [:]
                object["decisionId"] = answer["decisionId"]
                return .offer(.object(object))
            }
            return .none(reason: answer["reason"]?.stringValue ?? "noOffer", isHoldout: answer["holdout"]?.boolValue ?? false)
        } catch ServiceCallError.refused(_, let status, let problem) where (400..<500).contains(status) && status != 429 && status != 409 {
            return .none(reason: problem?.split(separator: ":").last.map(String.init) ?? "refused", isHoldout: false)
        } catch {
            return .unavailable
        }
    }
}
