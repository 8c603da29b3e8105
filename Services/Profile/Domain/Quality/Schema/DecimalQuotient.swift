import CommonModels

/// A number as it was written, digits × 10^exponent, so that `multipleOf: 0.01` means what people mean: 19.99 is a multiple,
/// although no Double is.
struct DecimalQuotient: Hashable, Sendable {
    private let digits: Int128
    private let exponent: Int

    /// - Returns: nil for what is no number.
    init?(_ value: JSONValue) {
        switch value {
        case .integer(let integer): self.init(text: String(integer))
        // The shortest text that reads back as the same Double: the decimal that was sent, up to 17 digits.
        case .number(let number): self.init(text: number.description)
        case .null, .bool, .string, .array, .object: return nil
        }
    }

    private init?(text: String) {
        var digits: Int128 = 0
        var exponent = 0
        var isNegative = false
        var isFraction = false
        var rest = text.utf8[...]
        while let byte = rest.first {
            rest.removeFirst()
            switch byte {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard let power = Int(String(decoding: rest, as: UTF8.self)) else { return nil }
                exponent += power
                rest = rest[rest.endIndex...]
            case 48...57:
                digits = digits * 10 + Int128(byte - 48)
                if isFraction { exponent -= 1 }
            default: return nil
            }
        }
        while digits != 0, digits % 10 == 0 {
            digits /= 10
            exponent += 1
        }
        self.digits = isNegative ? -digits : digits
        self.exponent = digits == 0 ? 0 : exponent
    }

    var isPositive: Bool { digits > 0 }

    /// Exact at any size.
    func isMultiple(of divisor: DecimalQuotient) -> Bool {
        guard divisor.digits != 0 else { return false }
        if digits == 0 { return true }
        let shift = exponent - divisor.exponent
        if shift >= 0 { return Self.remainder(digits, times: shift, by: divisor.digits) == 0 }
        // Neither has a factor ten left, and both have at most 19 digits.
        guard -shift <= 18 else { return false }
        let scaled = (0..<(-shift)).reduce(divisor.digits) { power, _ in power * 10 }
        return digits % scaled == 0
    }

    /// `digits × 10^count` modulo `divisor`, of which both have at most 19 digits.
    private static func remainder(_ digits: Int128, times count: Int, by divisor: Int128) -> Int128 {
        var remainder = digits % divisor
        for _ in 0..<count where remainder != 0 { remainder = remainder * 10 % divisor }
        return remainder
    }
}
