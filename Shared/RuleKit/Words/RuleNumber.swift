/// Numbers in sentences: grouped by thousands, without a needless fraction.
enum RuleNumber {
    static func text(_ number: Double) -> String {
        guard let whole = Int64(exactly: number) else { return number.description }
        let digits = String(whole.magnitude)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        return whole < 0 ? "-" + grouped : grouped
    }
}
