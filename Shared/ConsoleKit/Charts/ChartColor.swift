/// The palette of charts, in the order series take it; light and dark come from the style sheet.
package enum ChartColor: String, Sendable, CaseIterable {
    case c1, c2, c3, c4, c5, c6, c7
    /// What the coloured series are compared to.
    case base
    case good, warn, bad

    /// The colour of the series at `index`; past seven they repeat, so group the rest before.
    package static func series(_ index: Int) -> ChartColor {
        [.c1, .c2, .c3, .c4, .c5, .c6, .c7][((index % 7) + 7) % 7]
    }

    var css: String { self == .base ? "var(--line-strong)" : "var(--\(rawValue))" }
}
