/// The experiment that holds some people out of all personalization, so that its effect can be measured.
///
/// Sticky by construction: the arm follows from the person's stable id alone.
package enum GlobalHoldout {
    package static let key = "global-holdout"
    package static let treated = "treated"
    package static let holdout = "holdout"
    /// Share of people held out unless a service is configured otherwise.
    package static let shareDefault = 0.05

    /// Whether the person is held out. `unit` is the user id; for an unknown person the profile id.
    package static func contains(unit: String, share: Double = shareDefault) -> Bool {
        Bucketing.bucket(seed: key, value: unit) >= 1 - share
    }
}
