package import CommonModels

/// A fixed random share of people: the same people for the same seed, in steps of 0.01 percent.
package struct PercentCondition: Hashable, Sendable {
    package static let seedLengthMax = 80  // characters

    /// 0…100
    package let percent: Double
    package let seed: String

    package init(percent: Double, seed: String) {
        self.percent = percent
        self.seed = seed
    }

    /// GrowthBook's hash, version 2, of the profile id.
    package func contains(_ profile: ProfileID) -> Bool {
        Bucketing.bucket(seed: seed, value: profile.rawValue) * 100 < percent
    }
}
