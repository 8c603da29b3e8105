/// A decimal number read exactly from text: `mantissa × 10^-digits`.
struct DecimalBytes: Equatable {
    let mantissa: Int64
    let digits: Int

    init(mantissa: Int64, digits: Int) {
        self.mantissa = mantissa
        self.digits = digits
    }

    /// - Returns: nil when it is no plain decimal (sign, digits, point) of at most 18 digits.
    init?(_ bytes: ArraySlice<UInt8>) {
        var value: Int64 = 0
        var count = 0
        var fraction = -1
        var rest = bytes
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        for byte in rest {
            if byte == UInt8(ascii: "."), fraction < 0 {
                fraction = 0
                continue
            }
            guard byte &- 48 <= 9, count < 18 else { return nil }
            value = value * 10 + Int64(byte - 48)
            count += 1
            if fraction >= 0 { fraction += 1 }
        }
        guard count > 0 else { return nil }
        mantissa = isNegative ? -value : value
        digits = max(0, fraction)
    }

    var double: Double {
        var value = Double(mantissa)
        for _ in 0..<digits { value /= 10 }
        return value
    }

    /// The whole number, if nothing but zeros stands after the point.
    var whole: Int64? {
        let scale = DecimalBytes.power(digits)
        return mantissa % scale == 0 ? mantissa / scale : nil
    }

    /// Nil on overflow.
    func times(_ other: DecimalBytes) -> DecimalBytes? {
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: other.mantissa)
        return overflow || digits + other.digits > 18 ? nil : DecimalBytes(mantissa: product, digits: digits + other.digits)
    }

    /// The mantissa for `wanted` digits, rounded half away from zero; nil on overflow.
    func rounded(digits wanted: Int) -> Int64? {
        if wanted >= digits {
            let (scaled, overflow) = mantissa.multipliedReportingOverflow(by: DecimalBytes.power(wanted - digits))
            return overflow ? nil : scaled
        }
        let scale = DecimalBytes.power(digits - wanted)
        let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: scale)
        guard remainder.magnitude * 2 >= scale.magnitude else { return quotient }
        return mantissa < 0 ? quotient - 1 : quotient + 1
    }

    private static func power(_ exponent: Int) -> Int64 { (0..<min(exponent, 18)).reduce(1) { value, _ in value * 10 } }
}
