/// A headline number with what it is compared to. A number never stands alone: fill what exists.
package struct Tile: Sendable {
    package let title: String
    /// As text, e.g. `₩412`.
    package let value: String
    /// Beside it, smaller, e.g. `백만`.
    package var unit: String = ""
    package var delta: Delta?
    /// A status in words, e.g. met / near / missed.
    package var status: (text: String, tone: Tone)?
    package var trend: [Double] = []
    /// The target's height in the trend.
    package var target: Double?
    /// Interval, target, sample, forecast in words.
    package var foot: String = ""
    /// Where the number is explained.
    package var address: String?

    /// A change since an earlier time.
    package struct Delta: Sendable {
        /// With sign and unit, e.g. `18.2%`.
        package let text: String
        package let isUp: Bool
        /// Up is not always good.
        package let isGood: Bool
        /// What it is compared to, in words.
        package let since: String

        package init(text: String, isUp: Bool, isGood: Bool, since: String) {
            self.text = text
            self.isUp = isUp
            self.isGood = isGood
            self.since = since
        }
    }

    package init(_ title: String, value: String, unit: String = "") {
        self.title = title
        self.value = value
        self.unit = unit
    }

    package func markup(span: Int = 3) -> Markup {
        let heading: Markup = address.map { .link(title, $0) } ?? .text(title)
        let unitMarkup: Markup = unit.isEmpty ? .empty : " <small>\(unit)</small>"
        let deltaMarkup: Markup =
            delta.map { "<span class=\"delta \($0.isGood ? "up" : "down")\">\($0.isUp ? "▲" : "▼") \($0.text)</span> \($0.since)" }
            ?? .empty
        let statusMarkup: Markup = status.map { "<span class=\"push\">\(Markup.tag($0.text, $0.tone))</span>" } ?? .empty
        let hasRow = delta != nil || status != nil
        let chart: Markup = trend.count > 1 ? Sparkline(values: trend, target: target, label: title).svg : .empty
        return """
            <article class="card tile s\(span)"><h3>\(heading)</h3><div class="v">\(value)\(unitMarkup)</div>\
            \(hasRow ? "<div class=\"row\">\(deltaMarkup)\(statusMarkup)</div>" as Markup : .empty)\(chart)\
            \(foot.isEmpty ? .empty : "<div class=\"row\">\(foot)</div>" as Markup)</article>
            """
    }
}
