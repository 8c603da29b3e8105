/// What is known of one arm: how many people, the mean of their outcome and its variance.
package struct GroupSample: Hashable, Sendable {
    package let people: Int
    package let mean: Double
    package let variance: Double

    package init(people: Int, mean: Double, variance: Double) {
        self.people = people
        self.mean = mean
        self.variance = variance
    }

    /// Sample variance (n − 1) from sums.
    package init(people: Int, sum: Double, sumOfSquares: Double) {
        let n = Double(people)
        let mean = people > 0 ? sum / n : 0
        self.init(people: people, mean: mean, variance: people > 1 ? max(0, (sumOfSquares - n * mean * mean) / (n - 1)) : 0)
    }

    /// A yes/no outcome; variance p(1 − p) as GrowthBook's gbstats 0.8.0 takes it.
    package static func proportion(people: Int, successes: Int) -> GroupSample {
        let p = people > 0 ? Double(successes) / Double(people) : 0
        return GroupSample(people: people, mean: p, variance: p * (1 - p))
    }

    var varianceOfMean: Double { variance / Double(people) }
}
