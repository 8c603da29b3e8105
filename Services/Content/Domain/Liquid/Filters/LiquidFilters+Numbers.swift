import Foundation

extension LiquidFilters {
    static let numbers: [String: LiquidFilter] = [
        "abs": LiquidFilter(0...0) { value, _, _ in
            switch LiquidNumber(value) {
            case .integer(let number): .integer(number == .min ? .max : abs(number))
            case .number(let number): .number(number.magnitude)
            }
        },
        "ceil": LiquidFilter(0...0) { value, _, _ in rounded(value, .up) },
        "floor": LiquidFilter(0...0) { value, _, _ in rounded(value, .down) },
        "round": LiquidFilter(0...1) { value, arguments, _ in round(value, digits: Int(clamping: arguments.number(0).whole)) },
        "at_least": LiquidFilter(1...1) { value, arguments, _ in
            let (left, right) = (LiquidNumber(value), arguments.number(0))
            return left.double < right.double ? right.value : left.value
        },
        "at_most": LiquidFilter(1...1) { value, arguments, _ in
            let (left, right) = (LiquidNumber(value), arguments.number(0))
            return left.double > right.double ? right.value : left.value
        },
        "plus": LiquidFilter(1...1) { value, arguments, _ in
            try LiquidNumber.combine(
                LiquidNumber(value), arguments.number(0), whole: { $0.addingReportingOverflow($1) }, decimal: { $0 + $1 })
        },
        "minus": LiquidFilter(1...1) { value, arguments, _ in
            try LiquidNumber.combine(
                LiquidNumber(value), arguments.number(0), whole: { $0.subtractingReportingOverflow($1) }, decimal: { $0 - $1 })
        },
        "times": LiquidFilter(1...1) { value, arguments, _ in
            try LiquidNumber.combine(
                LiquidNumber(value), arguments.number(0), whole: { $0.multipliedReportingOverflow(by: $1) }, decimal: { $0 * $1 })
        },
        "divided_by": LiquidFilter(1...1) { value, arguments, _ in
            let (left, right) = (LiquidNumber(value), try divisor(arguments))
            if case .integer(let first) = left, case .integer(let second) = right {
                return .integer(second == -1 ? 0 &- first : floorDivision(first, second).quotient)
            }
            return try LiquidNumber.finite(left.double / right.double)
        },
        "modulo": LiquidFilter(1...1) { value, arguments, _ in
            let (left, right) = (LiquidNumber(value), try divisor(arguments))
            if case .integer(let first) = left, case .integer(let second) = right {
                return .integer(second == -1 ? 0 : floorDivision(first, second).remainder)
            }
            let remainder = left.double.truncatingRemainder(dividingBy: right.double)
            return try LiquidNumber.finite(remainder != 0 && (remainder < 0) != (right.double < 0) ? remainder + right.double : remainder)
        },
    ]

    private static func divisor(_ arguments: FilterArguments) throws -> LiquidNumber {
        let number = arguments.number(0)
        if number.isZero { throw LiquidError(.argument, "filter '\(arguments.name)' cannot divide by zero") }
        return number
    }

    private static func floorDivision(_ left: Int64, _ right: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = left.quotientAndRemainder(dividingBy: right)
        return remainder != 0 && (remainder < 0) != (right < 0) ? (quotient - 1, remainder + right) : (quotient, remainder)
    }

    private static func rounded(_ value: LiquidValue, _ rule: FloatingPointRoundingRule) -> LiquidValue {
        switch LiquidNumber(value) {
        case .integer(let number): .integer(number)
        case .number(let number): .integer(LiquidNumber.number(number.rounded(rule)).whole)
        }
    }

    /// Half away from zero; without digits the result is whole.
    private static func round(_ value: LiquidValue, digits: Int) -> LiquidValue {
        guard case .number(let number) = LiquidNumber(value), var decimal = Decimal(string: number.description) else {
            return LiquidNumber(value).value
        }
        var result = Decimal()
        NSDecimalRound(&result, &decimal, min(max(digits, -30), 30), .plain)
        if digits <= 0 { return .integer(LiquidNumber.number(Double(result.description) ?? 0).whole) }
        return .number(Double(result.description) ?? number)
    }
}
