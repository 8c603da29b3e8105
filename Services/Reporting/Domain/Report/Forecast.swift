/// Where a figure will stand at the end of the quarter, and how that was guessed.
package struct Forecast: Hashable, Sendable {
    package enum Method: String, Hashable, Sendable {
        /// Figure so far × days of the quarter ÷ days covered.
        case runRate
        /// Rates and counts of people: the figure so far.
        case held
    }

    package let figure: Figure
    package let method: Method
    package let coveredDays: Int
    package let totalDays: Int

    /// - Returns: nil unless the quarter is in progress and at least a week of it is covered.
    package init?(soFar: Figure, accumulates: Bool, coveredDays: Int, totalDays: Int) {
        guard coveredDays >= Self.coveredDaysMin, totalDays >= coveredDays else { return nil }
        self.coveredDays = coveredDays
        self.totalDays = totalDays
        method = accumulates ? .runRate : .held
        guard let figure = accumulates ? soFar.scaled(by: totalDays, over: coveredDays) : soFar else { return nil }
        self.figure = figure
    }

    package static let coveredDaysMin = 7
}
