/// Money left of a budget over its periods: what was planned, what is, and where it will end.
package struct BurnDownChart: Chart {
    package let label: String
    package let periods: [String]
    package let budget: Double
    /// What is left at the end of each period that is over; fewer than `periods` while it runs.
    package let remaining: [Double]
    /// What will be left at the end of the last period.
    package let forecast: Double?
    package let names: (plan: String, actual: String, forecast: String)
    package var valueText: @Sendable (Double) -> String

    package init(
        label: String, periods: [String], budget: Double, remaining: [Double], forecast: Double?,
        names: (plan: String, actual: String, forecast: String), valueText: @escaping @Sendable (Double) -> String
    ) {
        self.label = label
        self.periods = periods
        self.budget = budget
        self.remaining = Array(remaining.prefix(periods.count))
        self.forecast = forecast
        self.names = names
        self.valueText = valueText
    }

    package func drawing(width: Double) -> Drawing? {
        guard !periods.isEmpty, budget > 0 else { return nil }
        let count = periods.count
        let plan = (0...count).map { budget * (1 - Double($0) / Double(count)) }
        let actual: [Double?] = [budget] + remaining
        var lines = [
            LineChart.Line(names.plan, plan, .base, isDashed: true),
            LineChart.Line(names.actual, actual, .c1),
        ]
        if let forecast, remaining.count < count, let last = actual.last {
            let ahead = count - remaining.count
            let start = last ?? budget
            let points: [Double?] =
                Array(repeating: nil, count: remaining.count) + (0...ahead).map { start + (forecast - start) * Double($0) / Double(ahead) }
            lines.append(LineChart.Line(names.forecast, points, .c2, isDashed: true))
        }
        return LineChart(label: label, positions: [""] + periods, lines: lines, valueText: valueText).drawing(width: width)
    }
}
