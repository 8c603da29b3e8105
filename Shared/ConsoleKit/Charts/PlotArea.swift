/// The frame of charts with a vertical axis: grid lines, their values, and positions under it.
struct PlotArea: Sendable {
    var drawing: Drawing
    let scale: AxisScale
    let left: Double
    let rightEdge: Double
    let top: Double = 20
    let base: Double

    init(width: Double, height: Double, right: Double = 0, scale: AxisScale, valueText: (Double) -> String) {
        let texts = scale.steps.map(valueText)
        left = (texts.map(Drawing.textWidth).max() ?? 30) + 12
        rightEdge = width - right
        base = height - 28
        self.scale = scale
        drawing = Drawing(width: width, height: height)
        for (step, text) in zip(scale.steps, texts) {
            let height = y(step)
            drawing.line(left, height, rightEdge, height, class: step == 0 ? "axis" : "grid-line")
            drawing.text(text, left - 8, height + 4, .end)
        }
    }

    func y(_ value: Double) -> Double { scale.y(value, top: top, base: base) }

    /// Where the point at `index` of `count` stands when points span the whole width.
    func x(_ index: Int, of count: Int) -> Double {
        count < 2 ? (left + rightEdge) / 2 : left + 6 + Double(index) / Double(count - 1) * (rightEdge - left - 12)
    }

    /// The width of one of `count` columns, and where it begins.
    func slot(_ index: Int, of count: Int) -> (x: Double, width: Double) {
        let width = (rightEdge - left) / Double(max(count, 1))
        return (left + Double(index) * width, width)
    }

    /// `x` moved so that centred text does not leave the drawing.
    private func within(_ x: Double, _ text: String) -> Double {
        let half = Drawing.textWidth(text) / 2
        return min(max(x, half), max(drawing.width - half, half))
    }

    /// Writes as many positions under the axis as fit.
    mutating func labelPositions(_ names: [String], isCentred: Bool) {
        let widest = (names.map(Drawing.textWidth).max() ?? 0) + 8
        let room = (rightEdge - left) / Double(max(names.count, 1))
        let every = max(1, Int((widest / max(room, 1)).rounded(.up)))
        for (index, name) in names.enumerated() where (names.count - 1 - index) % every == 0 {
            if isCentred {
                let slot = slot(index, of: names.count)
                drawing.text(name, within(slot.x + slot.width / 2, name), base + 20, .middle)
            } else {
                drawing.text(name, within(x(index, of: names.count), name), base + 20, .middle)
            }
        }
    }
}
