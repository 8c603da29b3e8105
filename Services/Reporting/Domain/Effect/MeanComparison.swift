import Foundation

/// Two arms compared on the mean of an outcome: treatment minus control, or that over the control's mean.
///
/// Formulas of GrowthBook's `gbstats` 0.8.0: two-sided Welch test, delta method for the relative effect, asymptotic confidence sequence
/// (Waudby-Smith et al. 2021) and a flat prior for the Bayesian reading. alpha 0.05 unless told.
package struct MeanComparison: Hashable, Sendable {
    package let effect: Double
    package let standardError: Double
    package let degreesOfFreedom: Double
    private let people: Int

    package enum Scale: Sendable { case absolute, relative }

    /// - Returns: nil when an arm has fewer than two people, nothing varies, or a relative effect has no base.
    package init?(control: GroupSample, treatment: GroupSample, scale: Scale = .absolute) {
        guard control.people > 1, treatment.people > 1 else { return nil }
        let a = control.varianceOfMean
        let b = treatment.varianceOfMean
        let sum = a + b
        guard sum > 0 else { return nil }
        degreesOfFreedom = sum * sum / (a * a / Double(control.people - 1) + b * b / Double(treatment.people - 1))
        people = control.people + treatment.people
        let difference = treatment.mean - control.mean
        switch scale {
        case .absolute:
            effect = difference
            standardError = sum.squareRoot()
        case .relative:
            guard control.mean != 0 else { return nil }
            let base = control.mean * control.mean
            effect = difference / control.mean
            standardError = (b / base + a * treatment.mean * treatment.mean / (base * base)).squareRoot()
        }
    }

    /// The interval that covers the true effect in 1 − alpha of experiments looked at once.
    package func interval(alpha: Double = 0.05) -> ClosedRange<Double> {
        around(StudentT.quantile(1 - alpha / 2, degreesOfFreedom: degreesOfFreedom) * standardError)
    }

    package var pValue: Double { StudentT.twoSidedTail(effect / standardError, degreesOfFreedom: degreesOfFreedom) }

    /// The interval that stays valid however often one looks. `tuning` is the sample size it is tightest at.
    package func sequentialInterval(alpha: Double = 0.05, tuning: Double = 5_000) -> ClosedRange<Double> {
        let n = Double(people)
        let k = n * squaredRho(alpha, tuning)
        return around(standardError * (2 * (k + 1) / k * log((k + 1).squareRoot() / alpha)).squareRoot())
    }

    package func sequentialPValue(alpha: Double = 0.05, tuning: Double = 5_000) -> Double {
        let k = Double(people) * squaredRho(alpha, tuning)
        let z = effect / standardError
        return min(1, (k + 1).squareRoot() * exp(-z * z * k / (2 * (k + 1))))
    }

    /// Probability, under a flat prior, that the treatment is better.
    package var chanceToWin: Double { Normal.cumulative(effect / standardError) }

    /// Expected loss, in units of the effect, of choosing the control and of choosing the treatment.
    package var risk: (control: Double, treatment: Double) {
        let z = effect / standardError
        let loss = standardError * Normal.density(z) - effect * Normal.cumulative(-z)
        return (effect + loss, loss)
    }

    private func squaredRho(_ alpha: Double, _ tuning: Double) -> Double {
        (-2 * log(alpha) + log(-2 * log(alpha) + 1)) / tuning
    }

    private func around(_ halfWidth: Double) -> ClosedRange<Double> { effect - halfWidth...effect + halfWidth }
}
