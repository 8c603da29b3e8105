/// `name: positional, key: value` after a bar.
struct FilterCall: Sendable {
    let name: String
    let filter: LiquidFilter
    let arguments: [Expression]
    let options: [(name: String, value: Expression)]
}
