/// An expression and the filters it runs through.
struct FilteredExpression: Sendable {
    let base: Expression
    let filters: [FilterCall]
}
