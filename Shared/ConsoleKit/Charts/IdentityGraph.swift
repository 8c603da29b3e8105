import Foundation

/// The ways a person is known, around them.
package struct IdentityGraph: Chart {
    package static let nodesMax = 12  // the rest are counted

    package let label: String
    /// In the middle, short.
    package let centre: String
    package let nodes: [Node]
    /// Says how many more there are, given the number.
    package var othersText: @Sendable (Int) -> String

    package var wideWidth: Double { 340 }

    /// An identifier: its words and the colour of its kind.
    package struct Node: Sendable {
        package let text: String
        package let color: ChartColor

        package init(_ text: String, _ color: ChartColor) {
            self.text = text
            self.color = color
        }
    }

    package init(label: String, centre: String, nodes: [Node], othersText: @escaping @Sendable (Int) -> String = { "+\($0)" }) {
        self.label = label
        self.centre = centre
        self.nodes = nodes
        self.othersText = othersText
    }

    package func drawing(width: Double) -> Drawing? {
        guard !nodes.isEmpty else { return nil }
        var shown = Array(nodes.prefix(IdentityGraph.nodesMax))
        if nodes.count > shown.count { shown.append(Node(othersText(nodes.count - shown.count), .base)) }
        let isCrowded = shown.count > 6
        let height = isCrowded ? 250.0 : 190
        var drawing = Drawing(width: width, height: height)
        let centreX = width / 2
        let centreY = height / 2 + 6
        let places = shown.indices.map { index -> (x: Double, y: Double) in
            let angle = -Double.pi / 2 + Double(index) / Double(shown.count) * 2 * .pi
            let reach = isCrowded && index % 2 == 1 ? 0.78 : 1
            return (centreX + cos(angle) * (width / 2 - 62) * reach, centreY + sin(angle) * (height / 2 - 26) * reach)
        }
        for place in places { drawing.line(centreX, centreY, place.x, place.y, class: "axis") }
        drawing.circle(centreX, centreY, 22, .c1)
        drawing.text(Drawing.fitting(centre, 40), centreX, centreY + 4, .middle, class: "on-accent")
        for (node, place) in zip(shown, places) {
            drawing.circle(place.x, place.y, 7, node.color)
            let text = Drawing.fitting(node.text, 124)
            let half = Drawing.textWidth(text) / 2
            let x = min(max(place.x, half + 2), width - half - 2)
            drawing.text(text, x, place.y - 11, .middle, class: "halo")
        }
        return drawing
    }
}
