import CommonModels
import Foundation

extension LiquidFilters {
    /// Amounts: `{"amount":"12.50","currency":"GBP"}` or a number of whole units with the currency as argument.
    static let money: [String: LiquidFilter] = [
        "money": LiquidFilter(0...1) { value, arguments, _ in .string(try amount(value, arguments).map { $0.sign + $0.digits } ?? "") },
        "money_with_currency": LiquidFilter(0...1) { value, arguments, _ in
            .string(try amount(value, arguments).map { "\($0.sign)\($0.digits) \($0.code)" } ?? "")
        },
        "money_without_currency": LiquidFilter(0...1) { value, arguments, _ in .string(try amount(value, arguments)?.digits ?? "") },
        "number": LiquidFilter(0...1) { value, arguments, _ in
            let number = LiquidNumber(value)
            if arguments.count == 0, case .integer(let whole) = number { return .string(grouped(whole.description)) }
            let digits = arguments.count > 0 ? min(max(0, try arguments.whole(0)), 10) : 2
            return .string(grouped(try fixed(number, digits: digits)))
        },
    ]

    private struct Amount {
        let sign: String
        let digits: String
        let code: String
    }

    /// - Returns: nil for nothing, which is written as nothing.
    private static func amount(_ value: LiquidValue, _ arguments: FilterArguments) throws -> Amount? {
        if value.isNull { return nil }
        var code = arguments[0].stringValue
        var number = LiquidNumber(value)
        if case .object(let members) = value {
            code = members["currency"]?.stringValue ?? code
            number = LiquidNumber(members["amount"] ?? .null)
        }
        guard let currency = code.flatMap({ Currency($0) }) else {
            throw LiquidError(.argument, "filter '\(arguments.name)' needs a currency such as 'KRW'")
        }
        return Amount(
            sign: sign(currency), digits: grouped(try fixed(number, digits: currency.minorUnitDigits)), code: currency.code)
    }

    private static func sign(_ currency: Currency) -> String {
        switch currency.code {
        case "KRW": "₩"
        case "USD": "$"
        case "GBP": "£"
        case "EUR": "€"
        case "JPY": "¥"
        case "CNY": "CN¥"
        default: currency.code + " "
        }
    }

    /// Rounded half away from zero, with exactly `digits` decimals.
    private static func fixed(_ number: LiquidNumber, digits: Int) throws -> String {
        guard var decimal = Decimal(string: number.value.text) else { throw LiquidError(.argument, "not an amount") }
        var result = Decimal()
        NSDecimalRound(&result, &decimal, digits, .plain)
        let parts = result.description.split(separator: ".", maxSplits: 1)
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        let whole = parts.first.map(String.init) ?? "0"
        return digits == 0 ? whole : whole + "." + fraction + String(repeating: "0", count: max(0, digits - fraction.count))
    }

    /// A comma after every third digit of the whole part.
    private static func grouped(_ text: String) -> String {
        let negative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
        var whole = ""
        for (index, digit) in (parts.first ?? "").reversed().enumerated() {
            if index > 0, index % 3 == 0 { whole.append(",") }
            whole.append(digit)
        }
        return (negative ? "-" : "") + String(whole.reversed()) + (parts.count > 1 ? "." + parts[1] : "")
    }
}
