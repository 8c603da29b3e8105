/// A small line of recent values, for tiles.
package struct Sparkline: Sendable {
    package let values: [Double]
    /// Drawn dashed.
    package let target: Double?
    /// What the values are.
    package let label: String

    package init(values: [Double], target: Double? = nil, label: String) {
        self.values = values
        self.target = target
        self.label = label
    }

    /// 200 × 36, stretched to its place; nothing for fewer than two values.
    package var svg: Markup {
        guard values.count > 1 else { return .empty }
        let all = values.filter(\.isFinite) + (target.map { [$0] } ?? [])
        let low = all.min() ?? 0
        let range = max((all.max() ?? 1) - low, 1e-9)
        func y(_ value: Double) -> Double { value.isFinite ? 32 - (value - low) / range * 28 : 32 }
        let points = values.enumerated().map { index, value in
            "\(Markup.coordinate(Double(index) / Double(values.count - 1) * 200)),\(Markup.coordinate(y(value)))"
        }.joined(separator: " ")
        let targetLine: Markup = target.map { "<line class=\"dash\" x1=\"0\" x2=\"200\" y1=\"\(y($0))\" y2=\"\(y($0))\"/>" } ?? .empty
        return """
            <svg class="spark" viewBox="0 0 200 36" preserveAspectRatio="none" role="img" aria-label="\(label)">\(targetLine)\
            <polyline points="\(points)" fill="none" stroke="var(--c1)" stroke-width="2" vector-effect="non-scaling-stroke"/></svg>
            """
    }
}
