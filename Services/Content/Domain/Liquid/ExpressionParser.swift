/// Reads expressions, filters and conditions from the words of one tag.
struct ExpressionParser {
    private let tokens: [ExpressionToken]
    private var index = 0
    /// Expressions inside each other, and words of one condition.
    private var depth = 0

    /// - Throws: ``LiquidError`` of kind `syntax`.
    init(_ markup: String) throws { tokens = try ExpressionLexer.tokens(of: markup) }

    var isAtEnd: Bool { index >= tokens.count }
    var peek: ExpressionToken? { index < tokens.count ? tokens[index] : nil }

    mutating func next() -> ExpressionToken? {
        guard index < tokens.count else { return nil }
        defer { index += 1 }
        return tokens[index]
    }

    mutating func take(_ token: ExpressionToken) -> Bool {
        guard peek == token else { return false }
        index += 1
        return true
    }

    mutating func take(symbol: String) -> Bool { take(.symbol(symbol)) }

    mutating func identifier(_ what: String) throws -> String {
        guard case .identifier(let name)? = next() else { throw LiquidError(.syntax, "\(what) is missing") }
        return name
    }

    func expectEnd() throws {
        if let token = peek { throw LiquidError(.syntax, "unexpected \(ExpressionParser.words(token))") }
    }

    /// One value: literal, variable path or range.
    mutating func expression() throws -> Expression {
        try enter()
        defer { depth -= 1 }
        switch next() {
        case .string(let text): return .literal(.string(text))
        case .integer(let number): return .literal(.integer(number))
        case .number(let number): return .literal(.number(number))
        case .symbol("("): return try range()
        case .symbol("["):
            let first = try bracket()
            return .path(try steps(after: [.computed(first)]))
        case .identifier(let name):
            if let literal = ExpressionParser.literal(name), peek != .symbol("."), peek != .symbol("[") { return .literal(literal) }
            return .path(try steps(after: [.name(name)]))
        case .symbol(let symbol): throw LiquidError(.syntax, "unexpected '\(symbol)', a value is expected")
        case nil: throw LiquidError(.syntax, "a value is missing")
        }
    }

    private mutating func enter() throws {
        depth += 1
        if depth > LiquidLimits.expressionDepthMax {
            throw LiquidError(.limit, "an expression has more than \(LiquidLimits.expressionDepthMax) parts inside each other")
        }
    }

    private static func literal(_ name: String) -> LiquidValue? {
        switch name {
        case "nil", "null": .null
        case "true": .bool(true)
        case "false": .bool(false)
        case "empty": .empty
        case "blank": .blank
        default: nil
        }
    }

    private mutating func range() throws -> Expression {
        let first = try expression()
        guard take(symbol: "..") else { throw LiquidError(.syntax, "a range is written (first..last)") }
        let last = try expression()
        guard take(symbol: ")") else { throw LiquidError(.syntax, "a range is not closed with ')'") }
        return .range(first, last)
    }

    private mutating func bracket() throws -> Expression {
        let inner = try expression()
        guard take(symbol: "]") else { throw LiquidError(.syntax, "'[' is not closed with ']'") }
        return inner
    }

    private mutating func steps(after first: [Expression.Step]) throws -> [Expression.Step] {
        var steps = first
        while true {
            if take(symbol: ".") {
                steps.append(.name(try identifier("the name after '.'")))
            } else if take(symbol: "[") {
                steps.append(.computed(try bracket()))
            } else {
                return steps
            }
        }
    }

    /// A value and its filters, up to the end of the markup.
    mutating func filtered() throws -> FilteredExpression {
        if isAtEnd { return FilteredExpression(base: .literal(.null), filters: []) }
        let base = try expression()
        var filters: [FilterCall] = []
        while take(symbol: "|") { filters.append(try filterCall()) }
        try expectEnd()
        return FilteredExpression(base: base, filters: filters)
    }

    private mutating func filterCall() throws -> FilterCall {
        let name = try identifier("the name of a filter")
        guard let filter = LiquidFilters.all[name] else { throw LiquidError(.syntax, "there is no filter '\(name)'") }
        var arguments: [Expression] = []
        var options: [(name: String, value: Expression)] = []
        if take(symbol: ":") {
            repeat {
                if case .identifier(let option)? = peek, index + 1 < tokens.count, tokens[index + 1] == .symbol(":") {
                    index += 2
                    options.append((option, try expression()))
                } else {
                    arguments.append(try expression())
                }
            } while take(symbol: ",")
        }
        guard filter.arity.contains(arguments.count) else {
            throw LiquidError(.argument, "filter '\(name)' takes \(filter.arityWords), not \(arguments.count)")
        }
        return FilterCall(name: name, filter: filter, arguments: arguments, options: options)
    }

    /// `a == b and c`, up to the end of the markup.
    mutating func condition() throws -> Condition {
        let result = try disjunction()
        try expectEnd()
        return result
    }

    private mutating func disjunction() throws -> Condition {
        try enter()
        defer { depth -= 1 }
        let left = try comparison()
        if take(.identifier("and")) { return .and(left, try disjunction()) }
        if take(.identifier("or")) { return .or(left, try disjunction()) }
        return left
    }

    private mutating func comparison() throws -> Condition {
        let left = try expression()
        guard let token = peek, let comparison = Condition.Comparison(token) else { return .truthy(left) }
        index += 1
        return .compare(left, comparison, try expression())
    }

    /// `name: value, other: value` of `for`, `render` and their like; commas may be left out.
    mutating func options() throws -> [(name: String, value: Expression)] {
        var options: [(name: String, value: Expression)] = []
        _ = take(symbol: ",")
        while case .identifier(let name)? = peek {
            index += 1
            guard take(symbol: ":") else { throw LiquidError(.syntax, "':' is missing after '\(name)'") }
            options.append((name, try expression()))
            _ = take(symbol: ",")
        }
        return options
    }

    private static func words(_ token: ExpressionToken) -> String {
        switch token {
        case .identifier(let text), .symbol(let text): "'\(text)'"
        case .string(let text): "\"\(text)\""
        case .integer(let number): number.description
        case .number(let number): number.description
        }
    }
}
