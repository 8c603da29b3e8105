/// Every filter by its name.
enum LiquidFilters {
    static let all: [String: LiquidFilter] = [
        text, numbers, lists, selections, encodings, dates, money,
    ].reduce(into: [:]) { $0.merge($1, uniquingKeysWith: { first, _ in first }) }
}
