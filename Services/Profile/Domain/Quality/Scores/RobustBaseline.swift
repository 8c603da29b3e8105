/// What is usual, by the median and the median absolute deviation: half of the values may be wild without moving it.
///
/// The score of a value is the modified z-score of B. Iglewicz and D. Hoaglin, "How to Detect and Handle Outliers", ASQC 1993, as in
/// the NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.17: 0.6745 × (x − median) ÷ MAD, remarkable beyond 3.5. Since counts
/// of few and steady weeks have a MAD of nothing, the scale is never below √median (the noise of counting, Poisson) nor below 1.
package struct RobustBaseline: Hashable, Sendable {
    /// Beyond it a value is remarkable.
    package static let limit = 3.5
    /// 1 ÷ 0.6745: makes the MAD of normal values their standard deviation.
    private static let consistency = 1.4826

    package let median: Double
    /// In the unit of the values.
    package let scale: Double
    /// Of how many values.
    package let count: Int

    /// - Returns: nil without values.
    package init?(_ values: [Double]) {
        guard let median = Self.median(of: values) else { return nil }
        let deviation = Self.median(of: values.map { abs($0 - median) }) ?? 0
        self.median = median
        scale = max(Self.consistency * deviation, max(median, 0).squareRoot(), 1)
        count = values.count
    }

    package func score(of value: Double) -> Double { (value - median) / scale }

    /// What is not remarkable; never below 0.
    package var usual: (low: Double, high: Double) {
        (max(0, median - Self.limit * scale), median + Self.limit * scale)
    }

    package static func median(of values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
