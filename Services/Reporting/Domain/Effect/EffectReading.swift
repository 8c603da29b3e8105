/// What personalization added in a quarter, month by month, and whether the split can be trusted.
package struct EffectReading: Hashable, Sendable {
    package let experimentKey: String
    /// ISO 4217 code of the revenue measured; empty where the data name none.
    package let currency: String
    package let treatedPeople: Int
    package let holdoutPeople: Int
    /// Nil while an arm is too small or nothing varies.
    package let effect: HoldoutEffect?
    package let months: [Month]

    package struct Month: Hashable, Sendable {
        package let days: ClosedRange<Day>
        package let effect: HoldoutEffect?
    }

    /// - Parameter tally: its first period is the quarter, the others the months.
    package init(
        experimentKey: String, treated: String, holdout: String, holdoutShare: Double, currency: String, tally: EffectTally,
        months: [ClosedRange<Day>]
    ) {
        self.experimentKey = experimentKey
        self.currency = currency
        func effect(_ period: Int) -> HoldoutEffect? {
            HoldoutEffect(
                treated: tally.sample(treated, period: period), holdout: tally.sample(holdout, period: period), holdoutShare: holdoutShare)
        }
        treatedPeople = tally.sample(treated, period: 0).people
        holdoutPeople = tally.sample(holdout, period: 0).people
        self.effect = effect(0)
        self.months = months.enumerated().map { Month(days: $1, effect: effect($0 + 1)) }
    }
}
