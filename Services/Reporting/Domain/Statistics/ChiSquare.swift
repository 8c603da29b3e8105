import Foundation

/// The chi-square distribution.
package enum ChiSquare {
    /// The share beyond `x`: Q(df/2, x/2), by series or continued fraction (Press et al., Numerical Recipes, 3rd ed., 6.2).
    package static func upperTail(_ x: Double, degreesOfFreedom df: Double) -> Double {
        guard x > 0 else { return 1 }
        let a = df / 2
        let z = x / 2
        return z < a + 1 ? 1 - lowerSeries(a, z) : upperFraction(a, z)
    }

    private static func lowerSeries(_ a: Double, _ z: Double) -> Double {
        var term = 1 / a
        var sum = term
        var n = a
        for _ in 0..<10_000 {
            n += 1
            term *= z / n
            sum += term
            if abs(term) < abs(sum) * 1e-16 { break }
        }
        return sum * exp(-z + a * log(z) - lgamma(a))
    }

    private static func upperFraction(_ a: Double, _ z: Double) -> Double {
        let tiny = 1e-300
        var b = z + 1 - a
        var c = 1 / tiny
        var d = 1 / b
        var h = d
        for step in 1...10_000 {
            let an = -Double(step) * (Double(step) - a)
            b += 2
            d = an * d + b
            if abs(d) < tiny { d = tiny }
            c = b + an / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            h *= d * c
            if abs(d * c - 1) < 1e-16 { break }
        }
        return exp(-z + a * log(z) - lgamma(a)) * h
    }
}
