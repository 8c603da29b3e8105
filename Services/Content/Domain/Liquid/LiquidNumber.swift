import Foundation

/// Number conversions of Liquid: texts that look like numbers count as numbers, everything else as zero.
enum LiquidNumber: Equatable {
    case integer(Int64)
    case number(Double)

    init(_ value: LiquidValue) {
        switch value {
        case .integer(let number): self = .integer(number)
        case .number(let number): self = .number(number)
        case .string(let text), .markup(let text): self = LiquidNumber.parse(text) ?? .integer(0)
        case .null, .bool, .array, .object, .range, .empty, .blank: self = .integer(0)
        }
    }

    /// A whole or decimal number with optional sign and surrounding space.
    static func parse(_ text: String) -> LiquidNumber? {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if let whole = Int64(trimmed) { return .integer(whole) }
        guard trimmed.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let number = Double(trimmed), number.isFinite else {
            return nil
        }
        return .number(number)
    }

    var value: LiquidValue {
        switch self {
        case .integer(let number): .integer(number)
        case .number(let number): .number(number)
        }
    }

    var double: Double {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        }
    }

    /// - Throws: ``LiquidError`` of kind `limit` when it is none.
    static func finite(_ number: Double) throws -> LiquidValue {
        guard number.isFinite else { throw LiquidError(.limit, "a number is too large") }
        return .number(number)
    }

    /// Whole part; numbers outside Int64 are clamped.
    var whole: Int64 {
        switch self {
        case .integer(let number): number
        case .number(let number): number.isNaN ? 0 : number >= 9.2e18 ? .max : number <= -9.2e18 ? .min : Int64(number)
        }
    }

    var isZero: Bool { double == 0 }

    /// Shortest decimal text; whole floats keep `.0` as Liquid writes them.
    static func text(_ value: Double) -> String {
        if value.magnitude < 1e16 { return value.description }
        return Decimal(value).description + ".0"
    }

    /// Applies an exact operation on whole numbers, else the decimal one (so that 10.1 + 2.2 is 12.3).
    /// - Throws: ``LiquidError`` of kind `limit` on overflow.
    static func combine(
        _ left: LiquidNumber, _ right: LiquidNumber, whole: (Int64, Int64) -> (partialValue: Int64, overflow: Bool),
        decimal: (Decimal, Decimal) -> Decimal
    ) throws -> LiquidValue {
        if case .integer(let first) = left, case .integer(let second) = right {
            let (value, overflow) = whole(first, second)
            if overflow { throw LiquidError(.limit, "a number is too large") }
            return .integer(value)
        }
        guard let first = left.decimal, let second = right.decimal else { throw LiquidError(.limit, "a number is too large") }
        let result = decimal(first, second)
        guard let number = Double(result.description), number.isFinite else { throw LiquidError(.limit, "a number is too large") }
        return .number(number)
    }

    private var decimal: Decimal? {
        switch self {
        case .integer(let number): Decimal(number)
        case .number(let number): Decimal(string: number.description)
        }
    }
}
