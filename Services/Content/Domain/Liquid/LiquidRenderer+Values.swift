/// Expressions, filters and conditions.
extension LiquidRenderer {
    func value(of expression: Expression) throws -> LiquidValue {
        switch expression {
        case .literal(let value): return value
        case .range(let first, let last):
            return .range(LiquidNumber(try value(of: first)).whole, LiquidNumber(try value(of: last)).whole)
        case .path(let steps):
            var value = LiquidValue.null
            for (index, step) in steps.enumerated() {
                switch step {
                case .name(let name): value = index == 0 ? state.lookup(name) : value.member(name)
                case .computed(let inner):
                    let key = try self.value(of: inner)
                    value = index == 0 ? state.lookup(key.text) : value.element(key)
                }
            }
            return value
        }
    }

    func value(of expression: FilteredExpression) throws -> LiquidValue {
        var value = try value(of: expression.base)
        for call in expression.filters {
            try state.step()
            let arguments = FilterArguments(
                name: call.name, values: try call.arguments.map { try self.value(of: $0) },
                options: Dictionary(try call.options.map { ($0.name, try self.value(of: $0.value)) }, uniquingKeysWith: { $1 }))
            value = try call.filter.apply(value, arguments, state.environment)
            try state.weigh(value)
        }
        return value
    }

    func test(_ condition: Condition) throws -> Bool {
        switch condition {
        case .truthy(let expression): try value(of: expression).isTruthy
        case .and(let left, let right): try test(left) && test(right)
        case .or(let left, let right): try test(left) || test(right)
        case .compare(let left, let comparison, let right): try compare(value(of: left), comparison, value(of: right))
        }
    }

    private func compare(_ left: LiquidValue, _ comparison: Condition.Comparison, _ right: LiquidValue) throws -> Bool {
        switch comparison {
        case .equal: left.equals(right)
        case .notEqual: !left.equals(right)
        case .contains: try state.weighed(left).contains(right)
        case .less: try left.isLess(than: right) ?? false
        case .greater: try right.isLess(than: left) ?? false
        case .lessOrEqual: try right.isLess(than: left).map { !$0 } ?? false
        case .greaterOrEqual: try left.isLess(than: right).map { !$0 } ?? false
        }
    }
}
