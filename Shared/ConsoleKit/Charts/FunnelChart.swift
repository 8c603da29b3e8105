/// How many go from step to step; each step shows its count and its share of the step before.
package struct FunnelChart: Chart {
    package let label: String
    package let steps: [(name: String, count: Int)]
    package var countText: @Sendable (Int) -> String
    package var shareText: @Sendable (Double) -> String

    package init(
        label: String, steps: [(name: String, count: Int)], countText: @escaping @Sendable (Int) -> String,
        shareText: @escaping @Sendable (Double) -> String
    ) {
        self.label = label
        self.steps = steps
        self.countText = countText
        self.shareText = shareText
    }

    package init(label: String, steps: [(name: String, count: Int)], format: ConsoleFormat) {
        self.init(label: label, steps: steps, countText: { format.number($0) }, shareText: { format.percent($0) })
    }

    package func drawing(width: Double) -> Drawing? {
        guard let most = steps.map(\.count).max(), most > 0 else { return nil }
        let nameWidth = min((steps.map { Drawing.textWidth($0.name) }.max() ?? 0) + 12, width * 0.32)
        let countWidth = (steps.map { Drawing.textWidth(countText($0.count)) }.max() ?? 0) + 66
        let room = width - nameWidth - countWidth
        let rowHeight = 38.0
        var drawing = Drawing(width: width, height: rowHeight * Double(steps.count) + 4)
        for (index, step) in steps.enumerated() {
            let y = Double(index) * rowHeight + 4
            let barWidth = max(Double(step.count) / Double(most) * room, step.count > 0 ? 2 : 0)
            drawing.text(Drawing.fitting(step.name, nameWidth - 8), 0, y + 18, class: "ink")
            drawing.rect(nameWidth, y, barWidth, 26, .c1, title: "\(step.name): \(countText(step.count))")
            drawing.text(countText(step.count), nameWidth + barWidth + 8, y + 18, class: "strong")
            if index > 0, steps[index - 1].count > 0 {
                let share = shareText(Double(step.count) / Double(steps[index - 1].count))
                drawing.text(share, nameWidth + barWidth + 16 + Drawing.textWidth(countText(step.count)) * 1.1, y + 18)
            }
        }
        return drawing
    }
}
