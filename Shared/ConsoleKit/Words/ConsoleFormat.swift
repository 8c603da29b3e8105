package import CommonModels

/// Writes numbers, money and times for a reader: their language, the display zone, and the present moment.
package struct ConsoleFormat: Sendable {
    package let words: Words
    package let zone: DisplayZone
    package let now: Instant

    package init(words: Words, zone: DisplayZone, now: Instant) {
        self.words = words
        self.zone = zone
        self.now = now
    }

    package var locale: ConsoleLocale { words.locale }

    /// `1,234,567`
    package func number(_ value: some BinaryInteger) -> String {
        let digits = String(value.magnitude)
        guard digits.utf8.count > 3 else { return value.description }
        var text = value < 0 ? "-" : ""
        let lead = digits.utf8.count % 3
        for (index, digit) in digits.enumerated() {
            if index > 0, (index - lead) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// `1,234.5`, rounded half away from zero to `digits` (0…6) decimals; `–` when not finite.
    package func number(_ value: Double, digits: Int = 0) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "–" }
        let digits = min(max(digits, 0), 6)
        let factor = [1.0, 10, 100, 1_000, 10_000, 100_000, 1_000_000][digits]
        let scaled = (abs(value) * factor).rounded(.toNearestOrAwayFromZero)
        guard scaled < 9e18 else { return "–" }
        let text = DecimalText.text(Int64(scaled), digits: digits)
        let sign = value < 0 && scaled > 0 ? "-" : ""
        let parts = text.split(separator: ".")
        let whole = number(Int64(parts[0]) ?? 0)
        return sign + (parts.count == 2 ? "\(whole).\(parts[1])" : whole)
    }

    /// A large number in few characters: `1.2만`, `3.4억`, `12.3K`, `4.5M`.
    package func compact(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let magnitude = abs(value)
        let steps: [(limit: Double, unit: String)] =
            switch locale {
            case .ko: [(1e12, words("console.unit.e12")), (1e8, words("console.unit.e8")), (1e4, words("console.unit.e4"))]
            case .en: [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")]
            }
        guard let step = steps.first(where: { magnitude >= $0.limit }) else {
            return number(value, digits: magnitude < 10 && value != value.rounded() ? 1 : 0)
        }
        let scaled = value / step.limit
        return number(scaled, digits: abs(scaled) < 100 && abs(scaled * 10).rounded() != abs(scaled).rounded() * 10 ? 1 : 0) + step.unit
    }

    /// `3.8%` of a fraction `0.0384`.
    package func percent(_ fraction: Double, digits: Int = 1) -> String {
        fraction.isFinite ? number(fraction * 100, digits: digits) + "%" : "–"
    }

    /// A p-value: four decimals, `< 0.0001` below them.
    package func pValue(_ p: Double) -> String { p >= 0 && p < 0.00005 ? "< 0.0001" : number(p, digits: 4) }

    /// A probability that is never shown as certain: `> 99.9%`, `< 0.1%`.
    package func chance(_ probability: Double) -> String {
        switch probability {
        case 0.9995...: "> 99.9%"
        case ..<0.0005: "< 0.1%"
        default: percent(probability)
        }
    }

    /// A change of a percentage, with its sign: `+0.31%p`.
    package func percentPoints(_ fraction: Double, digits: Int = 2) -> String {
        fraction.isFinite ? signed(number(fraction * 100, digits: digits), fraction) + words("console.unit.percentPoints") : "–"
    }

    /// A relative change with its sign: `+18.2%`.
    package func change(_ fraction: Double, digits: Int = 1) -> String {
        fraction.isFinite ? signed(percent(fraction, digits: digits), fraction) : "–"
    }

    private func signed(_ text: String, _ value: Double) -> String { value > 0 ? "+" + text : text }
}
