/// A picture of numbers drawn on the server. Its label says in a sentence what it shows.
package protocol Chart: Sendable {
    /// A sentence: what, in which unit, and the finding.
    var label: String { get }
    /// Width and height when the page is wide; a phone gets a drawing 340 wide.
    var wideWidth: Double { get }
    /// The drawing at a width, in its own coordinates; nil when there is nothing to draw.
    func drawing(width: Double) -> Drawing?
}

extension Chart {
    package var wideWidth: Double { 620 }

    /// The SVG for a wide page, an e-mail or a printed report.
    package var svg: Markup { drawing(width: wideWidth)?.svg(label: label) ?? .empty }

    /// The SVG twice, for a wide and a narrow page; the style sheet shows one. Nothing when there is nothing to draw.
    package var figure: Markup {
        guard let wide = drawing(width: wideWidth), let narrow = drawing(width: 340) else { return .empty }
        return "<div class=\"wide-only\">\(wide.svg(label: label))</div><div class=\"narrow-only\">\(narrow.svg(label: label))</div>"
    }
}
