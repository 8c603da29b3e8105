/// A number in whole millionths. Sums of it do not depend on the order of their parts, as sums of Double do.
package struct FixedPoint: Hashable, Sendable, Comparable {
    package static let scale: Int128 = 1_000_000
    /// Larger numbers are not taken.
    package static let largest = 1e15

    package var millionths: Int128

    package init(millionths: Int128) { self.millionths = millionths }

    package static let zero = FixedPoint(millionths: 0)

    /// A number, or a text that is one as some shops send amounts; digits past the sixth are rounded.
    package init?(_ json: JSONValue) {
        switch json {
        case .integer(let number):
            guard abs(Double(number)) <= FixedPoint.largest else { return nil }
            self.init(millionths: Int128(number) * FixedPoint.scale)
        case .number(let number): self.init(number)
        case .string(let text):
            guard text.utf8.count <= 40, let number = Double(text) else { return nil }
            self.init(number)
        case .null, .bool, .array, .object: return nil
        }
    }

    private init?(_ number: Double) {
        guard number.isFinite, abs(number) <= FixedPoint.largest else { return nil }
        self.init(millionths: Int128((number * 1_000_000).rounded()))
    }

    /// The Double nearest to it: 30.3 when 10.1 and 20.2 were added.
    package var value: Double { Double(millionths) / 1_000_000 }

    package static func + (left: FixedPoint, right: FixedPoint) -> FixedPoint { FixedPoint(millionths: left.millionths + right.millionths) }
    package static func - (left: FixedPoint, right: FixedPoint) -> FixedPoint { FixedPoint(millionths: left.millionths - right.millionths) }

    package static func < (left: FixedPoint, right: FixedPoint) -> Bool { left.millionths < right.millionths }

    /// The nearest number with so many digits after the point, halves away from zero, divided by a count first.
    package func json(dividedBy count: Int64 = 1, digits: Int = 6) -> JSONValue {
        var step: Int128 = 1
        for _ in digits..<6 { step *= 10 }
        let divisor = Int128(max(1, count)) * step
        let (quotient, remainder) = millionths.quotientAndRemainder(dividingBy: divisor)
        let isUp = 2 * remainder.magnitude >= divisor.magnitude
        let rounded = (isUp ? quotient + (millionths < 0 ? -1 : 1) : quotient) * step
        let (whole, fraction) = rounded.quotientAndRemainder(dividingBy: FixedPoint.scale)
        if fraction == 0, let whole = Int64(exactly: whole) { return .integer(whole) }
        return .number(Double(rounded) / 1_000_000)
    }
}
