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
        case (let low, let high) where low == high: "\(low) arguments"
        case (let low, let high): "\(low) to \(high) arguments"
        }
    }
}
