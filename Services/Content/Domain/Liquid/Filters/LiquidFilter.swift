/// A named change of a value.
struct LiquidFilter: Sendable {
    /// How many values may stand after the colon.
    let arity: ClosedRange<Int>
    let apply: @Sendable (LiquidValue, FilterArguments, LiquidEnvironment) throws -> LiquidValue

    init(_ arity: ClosedRange<Int>, _ apply: @escaping @Sendable (LiquidValue, FilterArguments, LiquidEnvironment) throws -> LiquidValue) {
        self.arity = arity
        self.apply = apply
    }

    /// A filter of texts without arguments.
    static func text(_ change: @escaping @Sendable (String) throws -> String) -> LiquidFilter {
        LiquidFilter(0...0) { value, _, _ in .string(try change(value.text)) }
    }

    var arityWords: String {
        switch (arity.lowerBound, arity.upperBound) {
        case (0, 0): "no arguments"
        case (1, 1): "1 argument"
        case let (low, high) where low == high: "\(low) arguments"
        case let (low, high): "\(low) to \(high) arguments"
        }
    }
}

/// What stands after the colon of a filter.
struct FilterArguments {
    let name: String
    let values: [LiquidValue]
    let options: [String: LiquidValue]

    subscript(index: Int) -> LiquidValue { values.indices.contains(index) ? values[index] : .null }
    var count: Int { values.count }

    func number(_ index: Int) -> LiquidNumber { LiquidNumber(self[index]) }

    /// A whole number, also as text.
    /// - Throws: ``LiquidError`` of kind `argument` for anything else.
    func whole(_ index: Int) throws -> Int {
        switch self[index] {
        case .integer(let number): return Int(clamping: number)
        case .string(let text), .markup(let text):
            if let number = Int(text) { return number }
        default: break
        }
        throw LiquidError(.argument, "filter '\(name)' needs a whole number")
    }
}

/// Every filter by its name.
enum LiquidFilters {
    static let all: [String: LiquidFilter] = [
        text, numbers, lists, selections, encodings, dates, money,
    ].reduce(into: [:]) { $0.merge($1, uniquingKeysWith: { first, _ in first }) }
}
