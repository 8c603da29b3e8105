/// Exact conversion between decimal text and scaled integers.
package enum DecimalText {
    /// `"12.5"` with two digits is 1250. Nil when malformed, too precise (non-zero digits past `digits`) or too large.
    package static func scaled(_ text: some StringProtocol, digits: Int) -> Int64? {
        var value: Int64 = 0
        var fractionDigits = -1
        var seen = false
        var bytes = Substring(text).utf8
        let negative = bytes.first == UInt8(ascii: "-")
        if negative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        for byte in bytes {
            if byte == UInt8(ascii: "."), fractionDigits < 0 {
                fractionDigits = 0
                continue
            }
            guard byte &- 48 <= 9 else { return nil }
            seen = true
            if fractionDigits >= digits {
                if byte != 48 { return nil }
                continue
            }
            if fractionDigits >= 0 { fractionDigits += 1 }
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowed) = shifted.addingReportingOverflow(Int64(byte - 48))
            if overflow || overflowed { return nil }
            value = sum
        }
        guard seen else { return nil }
        for _ in 0..<(digits - max(fractionDigits, 0)) {
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            value = shifted
        }
        return negative ? -value : value
    }

    /// 1250 with two digits is `"12.50"`.
    package static func text(_ scaled: Int64, digits: Int) -> String {
        guard digits > 0 else { return scaled.description }
        var magnitude = String(scaled.magnitude)
        if magnitude.count <= digits { magnitude = String(repeating: "0", count: digits + 1 - magnitude.count) + magnitude }
        let point = magnitude.index(magnitude.endIndex, offsetBy: -digits)
        return (scaled < 0 ? "-" : "") + magnitude[..<point] + "." + magnitude[point...]
    }
}
