/// Counts of values under fixed upper bounds, as Prometheus reads them.
package struct Histogram: Hashable, Sendable {
    /// Seconds; from half a millisecond, what one storage commit takes, to ten seconds.
    package static let seconds: [Double] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    /// How many; up to the largest batch of events.
    package static let items: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000]

    package let bounds: [Double]

    /// One count a bound and, last, the values above all of them. Not cumulative.
    package private(set) var counts: [UInt64]
    package private(set) var sum = 0.0

    package init(bounds: [Double] = seconds) {
        self.bounds = bounds
        counts = [UInt64](repeating: 0, count: bounds.count + 1)
    }

    package mutating func observe(_ value: Double) {
        var index = 0
        while index < bounds.count, value > bounds[index] { index += 1 }
        counts[index] += 1
        sum += value
    }

    func write(name: String, labels: String, into text: inout MetricText) {
        let prefix = labels.isEmpty ? "" : labels + ","
        var total: UInt64 = 0
        for (bound, count) in zip(bounds, counts) {
            total += count
            text.sample(name + "_bucket", prefix + "le=\"\(bound)\"", Double(total))
        }
        total += counts[bounds.count]
        text.sample(name + "_bucket", prefix + "le=\"+Inf\"", Double(total))
        text.sample(name + "_sum", labels, sum)
        text.sample(name + "_count", labels, Double(total))
    }
}
