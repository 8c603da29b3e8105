package import CommonModels

/// An A/B/n test in one placement, bucketed like GrowthBook's SDKs (hash version 2).
package struct Experiment: Sendable, Identifiable {
    package static let armsRange = 2...20
    /// How far weights may sum from 1.
    package static let weightTolerance = 0.000_1

    package let id: ExperimentID
    package let key: String
    package let name: BilingualName
    package let hypothesis: String?
    /// Placement key.
    package let placement: String
    /// What the hash starts from; the key unless stated, so that a restarted test can draw anew.
    package let seed: String
    package let hashAttribute: HashAttribute
    /// Share of people in the experiment, 0…1.
    package let coverage: Double
    package let arms: [ExperimentArm]
    package let status: ExperimentStatus

    /// The arm `unit` falls into; nil outside the coverage.
    package func arm(forUnit unit: String) -> ExperimentArm? {
        let ranges = Bucketing.ranges(coverage: coverage, weights: arms.map(\.weight))
        return Bucketing.variation(bucket: Bucketing.bucket(seed: seed, value: unit), ranges: ranges).map { arms[$0] }
    }
}
