package import CommonModels
package import ServiceClients

/// Asks the Decision service.
package struct DecisionServiceSource: DecisionSource {
    private let client: DecisionClient

    private static let keyLengthMax = 100

    private static func isMismatch(_ problem: String?) -> Bool { problem?.hasSuffix("idempotency-mismatch") ?? false }

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
        } catch ServiceCallError.refused(_, _, let problem) where key.count < Self.keyLengthMax && Self.isMismatch(problem) {
            // The key was used for the same run under another id, before a merge.
            return await decide(profile: profile, placement: placement, context: context, seen: seen, key: "\(key)-\(profile.rawValue)")
        } catch ServiceCallError.refused(_, let status, let problem) where (400..<500).contains(status) && status != 429 && status != 409 {
            return .none(reason: problem?.split(separator: ":").last.map(String.init) ?? "refused", isHoldout: false)
        } catch {
            return .unavailable
        }
    }
}
