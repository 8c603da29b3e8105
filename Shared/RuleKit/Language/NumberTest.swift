/// A comparison of a number.
package enum NumberTest: Hashable, Sendable {
    case atLeast(Double)
    case atMost(Double)
    case greaterThan(Double)
    case lessThan(Double)
    case equals(Double)
    /// Both ends included.
    case between(Double, Double)

    package func holds(for number: Double) -> Bool {
        switch self {
        case .atLeast(let bound): number >= bound
        case .atMost(let bound): number <= bound
        case .greaterThan(let bound): number > bound
        case .lessThan(let bound): number < bound
        case .equals(let expected): number == expected
        case .between(let low, let high): number >= low && number <= high
        }
    }
}
