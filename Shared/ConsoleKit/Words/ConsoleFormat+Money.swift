package import CommonModels

extension ConsoleFormat {
    /// `₩68,000`, `£12.50`, `CHF 12.50`; all digits.
    package func money(_ money: Money) -> String {
        let parts = money.amount.split(separator: ".")
        let whole = number(Int64(parts[0].drop { $0 == "-" }) ?? 0)
        let fraction = parts.count == 2 ? ".\(parts[1])" : ""
        return (money.minorUnits < 0 ? "-" : "") + symbol(of: money.currency) + whole + fraction
    }

    /// `₩4.1억`, `£12.3K`: for tiles and charts, beside a place that shows all digits.
    package func compactMoney(_ money: Money) -> String {
        compactMoney(units: major(money), money.currency)
    }

    /// The same from major units, as statistics give them.
    package func compactMoney(units: Double, _ currency: Currency) -> String {
        (units < 0 ? "-" : "") + symbol(of: currency) + compact(abs(units))
    }

    /// Major units (won, pounds) for charts and ratios; never for sums.
    package func major(_ money: Money) -> Double {
        var units = Double(money.minorUnits)
        for _ in 0..<money.currency.minorUnitDigits { units /= 10 }
        return units
    }

    private func symbol(of currency: Currency) -> String {
        switch currency.code {
        case "KRW": "₩"
        case "USD": "$"
        case "GBP": "£"
        case "EUR": "€"
        case "JPY": "¥"
        default: currency.code + "\u{a0}"
        }
    }
}
