import Foundation

/// A vertical axis with round steps that covers the values; zero is on it.
struct AxisScale: Sendable {
    let low: Double
    let high: Double
    let steps: [Double]

    /// - Parameter aim: about how many steps (4 for a chart 250 high).
    init(covering values: some Sequence<Double>, aim: Double = 4) {
        let finite = values.filter(\.isFinite)
        let top = max(0, finite.max() ?? 0)
        let bottom = min(0, finite.min() ?? 0)
        let range = top - bottom > 0 ? top - bottom : 1
        let step = AxisScale.roundStep(range / aim)
        low = (bottom / step).rounded(.down) * step
        high = max((top / step).rounded(.up) * step, low + step)
        let count = Int(((high - low) / step).rounded())
        let start = low
        steps = (0...max(count, 1)).map { start + Double($0) * step }
    }

    /// Where `value` is between the bottom `base` and the top `top` of the drawing.
    func y(_ value: Double, top: Double, base: Double) -> Double {
        base - (value - low) / (high - low) * (base - top)
    }

    /// 1, 2, 2.5 or 5 times a power of ten, at least `rough`.
    private static func roundStep(_ rough: Double) -> Double {
        let power = pow(10, floor(log10(rough)))
        let ratio = rough / power
        let nice = [1, 2, 2.5, 5, 10].first { $0 >= ratio - 1e-9 } ?? 10
        return nice * power
    }
}
