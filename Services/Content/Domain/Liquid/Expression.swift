/// A value to be looked up or computed without filters.
indirect enum Expression: Sendable {
    case literal(LiquidValue)
    /// `first.second[third]`; the first step names a variable.
    case path([Step])
    case range(Expression, Expression)

    enum Step: Sendable {
        case name(String)
        case computed(Expression)
    }

    /// Names the variable a path starts with, e.g. `profile` of `profile.traits.name`.
    var rootName: String? {
        if case .path(let steps) = self, case .name(let name)? = steps.first { name } else { nil }
    }

    /// The names of a path without computed steps: `["profile", "traits", "name"]`.
    var plainPath: [String]? {
        guard case .path(let steps) = self else { return nil }
        var names: [String] = []
        for step in steps {
            switch step {
            case .name(let name): names.append(name)
            case .computed(.literal(.string(let name))): names.append(name)
            case .computed: return nil
            }
        }
        return names
    }
}

/// `name: positional, key: value` after a bar.
struct FilterCall: Sendable {
    let name: String
    let filter: LiquidFilter
    let arguments: [Expression]
    let options: [(name: String, value: Expression)]
}

/// An expression and the filters it runs through.
struct FilteredExpression: Sendable {
    let base: Expression
    let filters: [FilterCall]
}

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
