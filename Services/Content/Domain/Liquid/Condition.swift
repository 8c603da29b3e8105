/// What `if`, `unless` and `elsif` test. `and` and `or` bind from the right, as Liquid documents.
indirect enum Condition: Sendable {
    case truthy(Expression)
    case compare(Expression, Comparison, Expression)
    case and(Condition, Condition)
    case or(Condition, Condition)

    enum Comparison: Sendable {
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, contains

        init?(_ token: ExpressionToken) {
            switch token {
            case .symbol("=="): self = .equal
            case .symbol("!="), .symbol("<>"): self = .notEqual
            case .symbol("<"): self = .less
            case .symbol("<="): self = .lessOrEqual
            case .symbol(">"): self = .greater
            case .symbol(">="): self = .greaterOrEqual
            case .identifier("contains"): self = .contains
            default: return nil
            }
        }
    }
}
