import CommonModels
import Configuration
import ServiceKit

/// How Decision runs.
struct DecisionSettings: Sendable {
    /// `MARU_HOLDOUT_SHARE`: share of people held out of all personalization, 0 to 0.5; default 0.05.
    let holdoutShare: Double
    /// `MARU_DECISION_PEOPLE_CACHED`: people kept in memory, 100 to 10,000,000; default 50,000.
    let peopleCached: Int
    /// `MARU_DECISION_KEEP_DAYS`: how long decisions and feedback are kept, 30 to 3,650; default 400, so that a year ago can be
    /// looked at.
    let keep: Duration

    /// - Throws: ``SettingsError``
    init(_ config: ConfigReader) throws {
        holdoutShare = config.double(forKey: "maru.holdout.share", default: GlobalHoldout.shareDefault)
        guard (0...0.5).contains(holdoutShare) else {
            throw SettingsError.invalid(key: "maru.holdout.share", expected: "a number from 0 to 0.5")
        }
        peopleCached = config.int(forKey: "maru.decision.people.cached", default: 50_000)
        guard (100...10_000_000).contains(peopleCached) else {
            throw SettingsError.invalid(key: "maru.decision.people.cached", expected: "a whole number from 100 to 10000000")
        }
        let days = config.int(forKey: "maru.decision.keep.days", default: 400)
        guard (30...3_650).contains(days) else {
            throw SettingsError.invalid(key: "maru.decision.keep.days", expected: "a whole number from 30 to 3650")
        }
        keep = .days(Int64(days))
    }
}
