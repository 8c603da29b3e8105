/// Adds up what the people of each arm brought in each of some periods, and gives the arms' samples.
package struct EffectTally: Sendable {
    private struct Key: Hashable {
        let period: Int
        let variation: String
    }

    private let periods: [ClosedRange<Day>]
    private var enrolled: [String: [Day: Int]] = [:]
    private var sums: [Key: [String: Int64]] = [:]

    package init(periods: [ClosedRange<Day>]) { self.periods = periods }

    /// People first seen in an arm on a day.
    package mutating func enrol(_ people: Int, in variation: String, from day: Day) {
        enrolled[variation, default: [:]][day, default: 0] += people
    }

    /// A person's amount on a day; it counts in every period that holds the day.
    package mutating func add(_ amount: DecimalAmount, of person: String, in variation: String, on day: Day) {
        for (index, period) in periods.enumerated() where period.contains(day) {
            let key = Key(period: index, variation: variation)
            let (sum, overflow) = sums[key, default: [:]][person, default: 0].addingReportingOverflow(amount.units)
            if !overflow { sums[key, default: [:]][person] = sum }
        }
    }

    package var variations: [String] { enrolled.keys.sorted() }

    /// Everybody in the arm by the end of the period, those who brought nothing included. In currency units.
    package func sample(_ variation: String, period index: Int) -> GroupSample {
        let period = periods[index]
        let people = enrolled[variation, default: [:]].reduce(0) { $1.key <= period.upperBound ? $0 + $1.value : $0 }
        let units = sums[Key(period: index, variation: variation)].map { Array($0.values) } ?? []
        let scale = Double(DecimalAmount.scale)
        let squares = units.reduce(0.0) { $0 + (Double($1) / scale) * (Double($1) / scale) }
        let sum = units.reduce(Int128(0)) { $0 + Int128($1) }
        return GroupSample(people: people, sum: Double(sum) / scale, sumOfSquares: squares)
    }
}
