package import CommonModels

/// An exact decimal number with four fractional digits, held as an integer count of 1/10,000. Money and quantities are added in this type,
/// never in floating point. Range ±922,337,203,685,477.
package struct DecimalAmount: Hashable, Comparable, Sendable {
    package static let scale: Int64 = 10_000

    /// Count of 1/10,000.
    package let units: Int64

    package static let zero = DecimalAmount(units: 0)
    /// As much as one day, or one quarter, is counted with: 400 trillion. More is made up, and counted as this much.
    package static let dayMax = DecimalAmount(units: 4_000_000_000_000_000_000)

    /// - Returns: `units` and this amount, within ``dayMax``.
    package func added(to units: Int64) -> Int64 {
        let sum = Int128(units) + Int128(self.units)
        return Int64(min(max(sum, Int128(-Self.dayMax.units)), Int128(Self.dayMax.units)))
    }

    /// A sum that was read in two parts, so that no engine ran over: `millions` × 1,000,000 + `rest`, within ``dayMax``.
    package init(millions: Int64, rest: Int64) {
        let sum = Int128(millions) * 1_000_000 + Int128(rest)
        self.init(units: Int64(min(max(sum, Int128(-Self.dayMax.units)), Int128(Self.dayMax.units))))
    }

    package init(units: Int64) { self.units = units }

    /// A whole number; nil past the range.
    package init?(_ whole: Int64) {
        let (units, overflow) = whole.multipliedReportingOverflow(by: Self.scale)
        guard !overflow else { return nil }
        self.units = units
    }

    /// From a JSON number or a decimal string (`"2.55"`, `"-1"`); digits past the fourth are rounded half away from zero.
    /// - Returns: nil for anything else, and for numbers too large to be exact.
    package init?(_ value: JSONValue) {
        switch value {
        case .integer(let whole): self.init(whole)
        case .number(let double): self.init(double)
        case .string(let text): self.init(parsing: text.utf8)
        case .null, .bool, .array, .object: return nil
        }
    }

    /// A binary double stands for the shortest decimal that reads back as it; with four digits or fewer that decimal is exact here.
    package init?(_ double: Double) {
        let scaled = (double * Double(Self.scale)).rounded(.toNearestOrAwayFromZero)
        guard scaled.isFinite, abs(scaled) < 4.5e15 else { return nil }
        units = Int64(scaled)
    }

    package init?(parsing text: some Sequence<UInt8>) {
        var negative = false
        var started = false
        var hasDigits = false
        var fraction: Int? = nil
        var units: Int64 = 0
        var roundUp = false
        for byte in text {
            switch byte {
            case UInt8(ascii: "-") where !started: (negative, started) = (true, true)
            case UInt8(ascii: "+") where !started: started = true
            case UInt8(ascii: ".") where fraction == nil: fraction = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                (started, hasDigits) = (true, true)
                let digit = Int64(byte - UInt8(ascii: "0"))
                if let places = fraction {
                    if places == 4 { roundUp = digit >= 5 }
                    fraction = places + 1
                    if places >= 4 { continue }
                }
                let (tens, tooLarge) = units.multipliedReportingOverflow(by: 10)
                let (sum, overflow) = tens.addingReportingOverflow(digit)
                guard !tooLarge, !overflow else { return nil }
                units = sum
            default: return nil
            }
        }
        guard hasDigits else { return nil }
        for _ in min(fraction ?? 0, 4)..<4 {
            let (tens, overflow) = units.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            units = tens
        }
        if roundUp { units += 1 }
        self.units = negative ? -units : units
    }

    /// The product, rounded half away from zero to four digits; nil past the range.
    package func multiplied(by other: DecimalAmount) -> DecimalAmount? {
        let product = Int128(units) * Int128(other.units)
        let half = Int128(Self.scale) / 2
        let rounded = (product >= 0 ? product + half : product - half) / Int128(Self.scale)
        return Int64(exactly: rounded).map(DecimalAmount.init(units:))
    }

    package func adding(_ other: DecimalAmount) -> DecimalAmount? {
        let (sum, overflow) = units.addingReportingOverflow(other.units)
        return overflow ? nil : DecimalAmount(units: sum)
    }

    package static func < (a: DecimalAmount, b: DecimalAmount) -> Bool { a.units < b.units }
}
