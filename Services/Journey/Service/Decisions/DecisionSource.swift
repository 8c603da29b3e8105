package import CommonModels

/// Who decides. ``DecisionServiceSource`` asks the Decision service.
package protocol DecisionSource: Sendable {
    /// - Parameter key: the same for every attempt of one step, so that a cap is counted once.
    func decide(profile: ProfileID, placement: String, context: JSONObject, key: String) async -> DecisionAnswer
}
