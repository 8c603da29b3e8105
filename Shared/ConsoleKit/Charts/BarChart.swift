/// Amounts side by side from zero, with intervals and targets where there are.
package struct BarChart: Chart {
    package let label: String
    package let bars: [Bar]
    package var valueText: @Sendable (Double) -> String

    /// One amount.
    package struct Bar: Sendable {
        package let name: String
        package let value: Double
        package var color: ChartColor = .c1
        /// For example the 95 % interval.
        package var interval: (low: Double, high: Double)?
        package var target: Double?

        package init(
            _ name: String, _ value: Double, _ color: ChartColor = .c1, interval: (low: Double, high: Double)? = nil, target: Double? = nil
        ) {
            self.name = name
            self.value = value
            self.color = color
            self.interval = interval
            self.target = target
        }
    }

    package init(label: String, bars: [Bar], valueText: @escaping @Sendable (Double) -> String) {
        self.label = label
        self.bars = bars
        self.valueText = valueText
    }

    package func drawing(width: Double) -> Drawing? {
        guard !bars.isEmpty else { return nil }
        let values = bars.flatMap { bar in [bar.value] + (bar.interval.map { [$0.low, $0.high] } ?? []) + (bar.target.map { [$0] } ?? []) }
        var plot = PlotArea(width: width, height: width < 400 ? 220 : 250, scale: AxisScale(covering: values), valueText: valueText)
        let widest = bars.map { Drawing.textWidth(valueText($0.value)) }.max() ?? 0
        let showsValues = widest < plot.slot(0, of: bars.count).width
        for (index, bar) in bars.enumerated() { draw(bar, at: index, in: &plot, showsValue: showsValues) }
        plot.labelPositions(bars.map(\.name), isCentred: true)
        return plot.drawing
    }

    private func draw(_ bar: Bar, at index: Int, in plot: inout PlotArea, showsValue: Bool) {
        let slot = plot.slot(index, of: bars.count)
        let width = min(slot.width * 0.6, 46)
        let x = slot.x + (slot.width - width) / 2
        let middle = x + width / 2
        let zero = plot.y(0)
        let end = plot.y(bar.value)
        plot.drawing.rect(x, min(zero, end), width, abs(zero - end), bar.color, title: "\(bar.name): \(valueText(bar.value))")
        var labelHeight = min(zero, end)
        if let interval = bar.interval {
            plot.drawing.whisker(x: middle, from: plot.y(interval.low), to: plot.y(interval.high))
            labelHeight = min(labelHeight, plot.y(interval.high))
        }
        if let target = bar.target {
            plot.drawing.line(x - 4, plot.y(target), x + width + 4, plot.y(target), class: "target")
            labelHeight = abs(plot.y(target) - labelHeight) < 14 ? min(labelHeight, plot.y(target)) : labelHeight
        }
        if showsValue { plot.drawing.text(valueText(bar.value), middle, labelHeight - 6, .middle, class: "strong") }
    }
}
