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
