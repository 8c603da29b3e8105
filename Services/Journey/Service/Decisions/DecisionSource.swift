package import CommonModels

/// Who decides. ``DecisionServiceSource`` asks the Decision service.
package protocol DecisionSource: Sendable {
    /// - Parameters:
    ///   - seen: how far this service has read the feeds; the answer must know as much, or be ``DecisionAnswer/unavailable``.
    ///   - key: the same for every attempt of one step, so that a cap is counted once.
    func decide(
        profile: ProfileID, placement: String, context: JSONObject, seen: FeedPositions, key: String
    ) async -> DecisionAnswer
}
