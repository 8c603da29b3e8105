/// Whether the arms hold the shares of people they were meant to: Pearson's chi-square test of the counts.
package struct SampleRatio: Hashable, Sendable {
    /// Below this p-value the split is broken and effects must not be believed.
    package static let alarmBelow = 0.001

    package let pValue: Double

    package var isAlarming: Bool { pValue < Self.alarmBelow }

    /// - Parameter weights: intended shares, any positive scale.
    /// - Returns: nil without people or weights.
    package init?(counts: [Int], weights: [Double]) {
        let total = Double(counts.reduce(0, +))
        let weight = weights.reduce(0, +)
        guard counts.count == weights.count, counts.count > 1, total > 0, weights.allSatisfy({ $0 > 0 }) else { return nil }
        let statistic = zip(counts, weights).reduce(0.0) { sum, arm in
            let expected = total * arm.1 / weight
            return sum + (Double(arm.0) - expected) * (Double(arm.0) - expected) / expected
        }
        pValue = ChiSquare.upperTail(statistic, degreesOfFreedom: Double(counts.count - 1))
    }
}
