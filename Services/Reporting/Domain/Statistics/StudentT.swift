import Foundation

/// Student's t distribution with any positive number of degrees of freedom.
package enum StudentT {
    /// Abramowitz & Stegun 26.7.1 through the incomplete beta function.
    package static func cumulative(_ t: Double, degreesOfFreedom df: Double) -> Double {
        let tail = IncompleteBeta.regularized(df / (df + t * t), df / 2, 0.5) / 2
        return t >= 0 ? 1 - tail : tail
    }

    /// Both tails beyond |t|; computed without cancellation, so small p-values keep their digits.
    package static func twoSidedTail(_ t: Double, degreesOfFreedom df: Double) -> Double {
        IncompleteBeta.regularized(df / (df + t * t), df / 2, 0.5)
    }

    /// The t below which the share `p` lies: bisection of the cumulative distribution to the last bits.
    package static func quantile(_ p: Double, degreesOfFreedom df: Double) -> Double {
        guard p > 0 else { return -.infinity }
        guard p < 1 else { return .infinity }
        if p < 0.5 { return -quantile(1 - p, degreesOfFreedom: df) }
        var low = 0.0
        var high = 2.0
        while cumulative(high, degreesOfFreedom: df) < p, high < 1e12 { (low, high) = (high, high * 2) }
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if middle <= low || middle >= high { break }
            if cumulative(middle, degreesOfFreedom: df) < p { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
