import CommonModels

/// An exact fraction: sums stay whole, averages and rates are divided only when they are written down.
package struct Figure: Hashable, Sendable {
    package let numerator: Int128
    package let denominator: Int128

    /// - Precondition: `denominator` is positive; a zero or negative one makes the figure nil.
    package init?(_ numerator: Int128, over denominator: Int128) {
        guard denominator > 0 else { return nil }
        self.numerator = numerator
        self.denominator = denominator
    }

    package init(_ whole: Int) { (numerator, denominator) = (Int128(whole), 1) }

    package init(_ amount: DecimalAmount) { (numerator, denominator) = (Int128(amount.units), Int128(DecimalAmount.scale)) }

    package func divided(by other: Figure) -> Figure? {
        other.numerator > 0 ? Figure(numerator * other.denominator, over: denominator * other.numerator) : nil
    }

    package func scaled(by factor: Int, over divisor: Int) -> Figure? {
        Figure(numerator * Int128(factor), over: denominator * Int128(divisor))
    }

    package var value: Double { Double(numerator) / Double(denominator) }

    /// Rounded half away from zero: `572713.89` with two digits. With `percent`, of the figure times 100.
    package func text(digits: Int, percent: Bool = false) -> String {
        var power: Int128 = percent ? 100 : 1
        for _ in 0..<digits { power *= 10 }
        let doubled = numerator * power * 2
        let magnitude = (doubled.magnitude + denominator.magnitude) / (denominator.magnitude * 2)
        guard let scaled = Int64(exactly: magnitude) else { return "" }
        return DecimalText.text(numerator < 0 ? -scaled : scaled, digits: digits)
    }
}
