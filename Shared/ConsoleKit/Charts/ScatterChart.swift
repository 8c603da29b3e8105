/// Things placed by two measures, e.g. effort and reward, each 0…1; the upper left quarter is what to do first.
package struct ScatterChart: Chart {
    package let label: String
    package let points: [Point]
    package let xName: String
    package let yName: String
    /// In the upper left quarter.
    package let bestName: String

    package var wideWidth: Double { 420 }

    /// A thing with its name.
    package struct Point: Sendable {
        package let name: String
        package let x: Double
        package let y: Double
        package let color: ChartColor

        package init(_ name: String, x: Double, y: Double, _ color: ChartColor) {
            self.name = name
            self.x = min(max(x, 0), 1)
            self.y = min(max(y, 0), 1)
            self.color = color
        }
    }

    package init(label: String, points: [Point], xName: String, yName: String, bestName: String) {
        self.label = label
        self.points = points
        self.xName = xName
        self.yName = yName
        self.bestName = bestName
    }

    package func drawing(width: Double) -> Drawing? {
        guard !points.isEmpty else { return nil }
        var drawing = Drawing(width: width, height: 250)
        let left = 46.0
        let right = width - 10
        let top = 20.0
        let base = 216.0
        drawing.area(left, top, (right - left) / 2, (base - top) / 2)
        drawing.text(bestName, left + 8, top + 16, class: "accent")
        drawing.line(left, base, right, base, class: "axis")
        drawing.line(left, top, left, base, class: "axis")
        drawing.text("\(xName) →", right, base + 18, .end)
        drawing.text(yName, left - 6, top + 8, .end)
        var taken: [(x: Double, y: Double, width: Double)] = []
        for point in points {
            let x = left + 12 + point.x * (right - left - 24)
            let y = base - 12 - point.y * (base - top - 24)
            let name = Drawing.fitting(point.name, width / 2.6)
            let nameWidth = Drawing.textWidth(name)
            let isLeft = x + 12 + nameWidth > right
            let start = isLeft ? x - 10 - nameWidth : x + 10
            var textY = y + 4
            while taken.contains(where: { abs($0.y - textY) < 12 && $0.x < start + nameWidth && start < $0.x + $0.width }), textY < base + 4
            { textY += 13 }
            taken.append((start, textY, nameWidth))
            drawing.circle(x, y, 6, point.color)
            drawing.text(name, isLeft ? x - 10 : x + 10, textY, isLeft ? .end : .start, class: "ink")
        }
        return drawing
    }
}
