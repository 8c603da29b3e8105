/// Lines, boxes and words of one SVG, in its own coordinates.
package struct Drawing: Sendable {
    package let width: Double
    package let height: Double
    private(set) var body = Markup.empty

    enum Anchor: String { case start, middle, end }

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class name: String = "grid-line") {
        body += "<line class=\"\(name)\" x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\"/>"
    }

    mutating func rect(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ color: ChartColor, title: String? = nil) {
        guard width > 0, height > 0 else { return }
        let tip: Markup = title.map { "<title>\($0)</title>" } ?? .empty
        body += "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" fill=\"\(color.css)\">\(tip)</rect>"
    }

    mutating func area(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
        body += "<rect class=\"area\" x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\"/>"
    }

    mutating func circle(_ x: Double, _ y: Double, _ radius: Double, _ color: ChartColor) {
        body += "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\" fill=\"\(color.css)\"/>"
    }

    mutating func text(
        _ text: String, _ x: Double, _ y: Double, _ anchor: Anchor = .start, class name: String? = nil, color: ChartColor? = nil
    ) {
        body +=
            "<text x=\"\(x)\" y=\"\(y)\"\(attribute: "text-anchor", anchor == .start ? nil : anchor.rawValue)\(attribute: "class", name)\(attribute: "fill", color?.css)>\(text)</text>"
    }

    mutating func polyline(_ points: [(x: Double, y: Double)], _ color: ChartColor, isDashed: Bool = false) {
        guard points.count > 1 else { return }
        let path = points.map { "\(Markup.coordinate($0.x)),\(Markup.coordinate($0.y))" }.joined(separator: " ")
        body +=
            "<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(color.css)\" stroke-width=\"2\" stroke-linejoin=\"round\"\(attribute: "stroke-dasharray", isDashed ? "5 4" : nil)/>"
    }

    /// A filled path of straight lines, see-through: the band of an interval.
    mutating func band(_ points: [(x: Double, y: Double)], _ color: ChartColor) {
        guard points.count > 2 else { return }
        let path = points.map { "\(Markup.coordinate($0.x)),\(Markup.coordinate($0.y))" }.joined(separator: " ")
        body += "<polygon points=\"\(path)\" fill=\"\(color.css)\" fill-opacity=\"0.15\"/>"
    }

    mutating func path(_ data: String, _ color: ChartColor, title: String? = nil) {
        let tip: Markup = title.map { "<title>\($0)</title>" } ?? .empty
        body += "<path d=\"\(data)\" fill=\"\(color.css)\">\(tip)</path>"
    }

    /// A vertical whisker from `low` to `high`, already in coordinates.
    mutating func whisker(x: Double, from low: Double, to high: Double) {
        body += "<path class=\"whisker\" d=\"M\(x) \(low)V\(high)M\(x - 5) \(low)h10M\(x - 5) \(high)h10\"/>"
    }

    func svg(label: String) -> Markup {
        "<svg class=\"chart\" viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-label=\"\(label)\">\(body)</svg>"
    }

    /// About how wide 11-pixel text is: Korean letters 11, others 6.
    static func textWidth(_ text: String) -> Double {
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 11 : 6.2) }
    }

    /// The text cut so that it is not wider than `limit`.
    static func fitting(_ text: String, _ limit: Double) -> String {
        guard textWidth(text) > limit else { return text }
        var short = text
        while !short.isEmpty, textWidth(short) + 8 > limit { short.removeLast() }
        return short + "…"
    }
}
