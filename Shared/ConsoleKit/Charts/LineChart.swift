/// Values over time; each line is named at its end.
package struct LineChart: Chart {
    package let label: String
    /// One for each position, e.g. weeks.
    package let positions: [String]
    package let lines: [Line]
    /// A level to compare with, e.g. the target.
    package var reference: (value: Double, name: String)?
    package var valueText: @Sendable (Double) -> String

    /// One series. A nil point is a gap.
    package struct Line: Sendable {
        package let name: String
        package let points: [Double?]
        package let color: ChartColor
        package var isDashed = false
        /// An interval around the points, drawn as a band.
        package var interval: [(low: Double, high: Double)?] = []

        package init(
            _ name: String, _ points: [Double?], _ color: ChartColor, isDashed: Bool = false, interval: [(low: Double, high: Double)?] = []
        ) {
            self.name = name
            self.points = points
            self.color = color
            self.isDashed = isDashed
            self.interval = interval
        }
    }

    package init(
        label: String, positions: [String], lines: [Line], reference: (value: Double, name: String)? = nil,
        valueText: @escaping @Sendable (Double) -> String
    ) {
        self.label = label
        self.positions = positions
        self.lines = lines
        self.reference = reference
        self.valueText = valueText
    }

    package func drawing(width: Double) -> Drawing? {
        let values = lines.flatMap { line in line.points.compactMap { $0 } + line.interval.compactMap { $0 }.flatMap { [$0.low, $0.high] } }
        guard !positions.isEmpty, !values.isEmpty else { return nil }
        let scale = AxisScale(covering: values + (reference.map { [$0.value] } ?? []))
        let nameWidth = min(lines.map { Drawing.textWidth($0.name) }.max() ?? 0, width / 4)
        var plot = PlotArea(width: width, height: width < 400 ? 220 : 250, right: nameWidth + 12, scale: scale, valueText: valueText)
        plot.labelPositions(positions, isCentred: false)
        for line in lines { draw(line, in: &plot, nameWidth: nameWidth) }
        if let reference {
            let y = plot.y(reference.value)
            plot.drawing.line(plot.left, y, plot.rightEdge, y, class: "dash")
            plot.drawing.text(reference.name, plot.left + 4, y - 5)
        }
        return plot.drawing
    }

    private func draw(_ line: Line, in plot: inout PlotArea, nameWidth: Double) {
        func x(_ index: Int) -> Double { plot.x(index, of: positions.count) }
        let band = line.interval.enumerated().compactMap { index, interval in interval.map { (index, $0) } }
        plot.drawing.band(
            band.map { (x($0.0), plot.y($0.1.high)) } + band.reversed().map { (x($0.0), plot.y($0.1.low)) }, line.color)
        var run: [(x: Double, y: Double)] = []
        for (index, point) in line.points.enumerated() {
            if let point, point.isFinite {
                run.append((x(index), plot.y(point)))
            } else {
                plot.drawing.polyline(run, line.color, isDashed: line.isDashed)
                run = []
            }
        }
        plot.drawing.polyline(run, line.color, isDashed: line.isDashed)
        guard let last = line.points.lastIndex(where: { $0 != nil }), let value = line.points[last] else { return }
        plot.drawing.circle(x(last), plot.y(value), 3, line.color)
        plot.drawing.text(Drawing.fitting(line.name, nameWidth), x(last) + 8, plot.y(value) + 4, color: line.color)
    }
}
