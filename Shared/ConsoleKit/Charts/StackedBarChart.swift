/// Columns made of parts, from zero; at most seven series.
package struct StackedBarChart: Chart {
    package let label: String
    package let series: [(name: String, color: ChartColor)]
    package let columns: [Column]
    package var valueText: @Sendable (Double) -> String

    /// One column: a value for each series, from the axis upward.
    package struct Column: Sendable {
        package let name: String
        package let values: [Double]
        /// An interval for the top of the column.
        package var interval: (low: Double, high: Double)?
        /// Above the column, e.g. `+38`.
        package var note: String?

        package init(_ name: String, _ values: [Double], interval: (low: Double, high: Double)? = nil, note: String? = nil) {
            self.name = name
            self.values = values
            self.interval = interval
            self.note = note
        }
    }

    package init(
        label: String, series: [(name: String, color: ChartColor)], columns: [Column], valueText: @escaping @Sendable (Double) -> String
    ) {
        self.label = label
        self.series = series
        self.columns = columns
        self.valueText = valueText
    }

    /// What the colours mean, to stand beside the heading.
    package var legend: Markup {
        let items = series.map { item -> Markup in
            "<span><svg width=\"10\" height=\"10\" aria-hidden=\"true\"><rect width=\"10\" height=\"10\" rx=\"2\" fill=\"\(item.color.css)\"/></svg> \(item.name)</span>"
        }
        return "<span class=\"legend\">\(items)</span>"
    }

    package func drawing(width: Double) -> Drawing? {
        guard !columns.isEmpty, !series.isEmpty else { return nil }
        let tops = columns.map { max($0.values.reduce(0, +), $0.interval?.high ?? 0) }
        var plot = PlotArea(width: width, height: width < 400 ? 220 : 250, scale: AxisScale(covering: tops), valueText: valueText)
        for (index, column) in columns.enumerated() { draw(column, at: index, in: &plot) }
        plot.labelPositions(columns.map(\.name), isCentred: true)
        return plot.drawing
    }

    private func draw(_ column: Column, at index: Int, in plot: inout PlotArea) {
        let slot = plot.slot(index, of: columns.count)
        let width = min(slot.width * 0.6, 46)
        let x = slot.x + (slot.width - width) / 2
        var sum = 0.0
        for (value, item) in zip(column.values, series) where value > 0 {
            let bottom = plot.y(sum)
            sum += value
            let tip = "\(column.name) · \(item.name): \(valueText(value))"
            plot.drawing.rect(x, plot.y(sum), width, bottom - plot.y(sum), item.color, title: tip)
        }
        var height = plot.y(sum)
        if let interval = column.interval {
            plot.drawing.whisker(x: x + width / 2, from: plot.y(interval.low), to: plot.y(interval.high))
            height = min(height, plot.y(interval.high))
        }
        if let note = column.note, Drawing.textWidth(note) <= slot.width + 4 {
            plot.drawing.text(note, x + width / 2, height - 6, .middle, class: "strong")
        }
    }
}
