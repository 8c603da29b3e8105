import Foundation

/// Parts of a whole; names, amounts and shares stand beside the ring. Past seven parts the smallest become one.
package struct DonutChart: Chart {
    package let label: String
    package let slices: [(name: String, value: Double)]
    /// In the ring, e.g. the total.
    package let centre: String
    package let othersName: String
    package var valueText: @Sendable (Double) -> String

    package var wideWidth: Double { 420 }

    package init(
        label: String, slices: [(name: String, value: Double)], centre: String, othersName: String = "…",
        valueText: @escaping @Sendable (Double) -> String
    ) {
        self.label = label
        self.slices = slices
        self.centre = centre
        self.othersName = othersName
        self.valueText = valueText
    }

    package func drawing(width: Double) -> Drawing? {
        let parts = grouped
        let total = parts.reduce(0) { $0 + $1.value }
        guard total > 0 else { return nil }
        let height = max(170, Double(parts.count) * 24 + 16)
        var drawing = Drawing(width: width, height: height)
        let radius = width < 400 ? 62.0 : 76
        let centreX = radius + 4
        let centreY = height / 2
        var angle = -Double.pi / 2
        for (index, part) in parts.enumerated() {
            let next = angle + part.value / total * 2 * .pi
            let tip = "\(part.name): \(valueText(part.value))"
            drawing.path(ring(centreX, centreY, radius, from: angle, to: next), .series(index), title: tip)
            angle = next
        }
        drawing.text(Drawing.fitting(centre, radius * 1.2), centreX, centreY + 4, .middle, class: "strong")
        let listX = centreX + radius + 20
        let firstY = centreY - Double(parts.count - 1) * 12
        for (index, part) in parts.enumerated() {
            let y = firstY + Double(index) * 24
            let share = "\(Int((part.value / total * 100).rounded()))%"
            drawing.rect(listX, y - 5, 10, 10, .series(index))
            let amount = "\(valueText(part.value)) · \(share)"
            drawing.text(Drawing.fitting(part.name, width - listX - 26 - Drawing.textWidth(amount)), listX + 16, y + 4, class: "ink")
            drawing.text(amount, width - 2, y + 4, .end)
        }
        return drawing
    }

    private var grouped: [(name: String, value: Double)] {
        let sorted = slices.filter { $0.value > 0 }.sorted { $0.value > $1.value }
        guard sorted.count > 7 else { return sorted }
        return sorted.prefix(6) + [(othersName, sorted.dropFirst(6).reduce(0) { $0 + $1.value })]
    }

    /// The outline of a piece of the ring, clockwise, 60 % to 100 % of the radius.
    private func ring(_ x: Double, _ y: Double, _ radius: Double, from start: Double, to end: Double) -> String {
        let end = min(end, start + 2 * .pi - 0.0001)
        let isLarge = end - start > .pi ? 1 : 0
        let inner = radius * 0.6
        func point(_ angle: Double, _ radius: Double) -> String {
            "\(precise(x + cos(angle) * radius)) \(precise(y + sin(angle) * radius))"
        }
        return "M\(point(start, radius))A\(radius) \(radius) 0 \(isLarge) 1 \(point(end, radius))"
            + "L\(point(end, inner))A\(inner) \(inner) 0 \(isLarge) 0 \(point(start, inner))Z"
    }

    /// Two decimals: one is not enough for a nearly closed ring.
    private func precise(_ value: Double) -> String { "\((value * 1_000).rounded() / 1_000)" }
}
