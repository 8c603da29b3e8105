/// What personalization brought in a period: revenue per treated person against the people held out.
package struct HoldoutEffect: Hashable, Sendable {
    /// People an arm needs before an effect is stated.
    package static let peopleMin = 30

    package let treated: GroupSample
    package let holdout: GroupSample
    /// Revenue per person, treated minus held out, in currency units.
    package let perPerson: MeanComparison
    package let relative: MeanComparison?
    package let sampleRatio: SampleRatio?

    /// - Parameter holdoutShare: the share of people the experiment holds out.
    /// - Returns: nil when an arm is smaller than ``peopleMin`` or nothing varies.
    package init?(treated: GroupSample, holdout: GroupSample, holdoutShare: Double) {
        guard min(treated.people, holdout.people) >= Self.peopleMin,
            let perPerson = MeanComparison(control: holdout, treatment: treated)
        else { return nil }
        self.treated = treated
        self.holdout = holdout
        self.perPerson = perPerson
        relative = MeanComparison(control: holdout, treatment: treated, scale: .relative)
        sampleRatio = SampleRatio(counts: [treated.people, holdout.people], weights: [1 - holdoutShare, holdoutShare])
    }

    /// The difference per person times the people treated.
    package var incrementalTotal: Double { perPerson.effect * Double(treated.people) }

    /// 95 % interval of ``incrementalTotal``.
    package var incrementalInterval: ClosedRange<Double> {
        let interval = perPerson.interval()
        let people = Double(treated.people)
        return interval.lowerBound * people...interval.upperBound * people
    }

    /// What treated people would have brought without personalization.
    package var baselineTotal: Double { holdout.mean * Double(treated.people) }

    /// The interval leaves zero out.
    package var isSignificant: Bool { !perPerson.interval().contains(0) }
}
