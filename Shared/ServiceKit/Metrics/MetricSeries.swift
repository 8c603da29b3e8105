import Metrics
import Synchronization

/// One series: a counter, a gauge or a histogram.
package final class MetricSeries: Sendable {
    private let kind: MetricKind
    private let state: Mutex<State>

    private struct State {
        var value = 0.0
        var histogram: Histogram
    }

    package init(kind: MetricKind, bounds: [Double] = Histogram.seconds) {
        self.kind = kind
        state = Mutex(State(histogram: Histogram(bounds: bounds)))
    }

    package func add(_ amount: Double) { state.withLock { $0.value += amount } }
    package func set(_ value: Double) { state.withLock { $0.value = value } }
    package func observe(_ value: Double) { state.withLock { $0.histogram.observe(value) } }
    package var value: Double { state.withLock { $0.value } }

    func write(name: String, labels: String, into text: inout MetricText) {
        let state = state.withLock { $0 }
        switch kind {
        case .counter, .gauge: text.sample(name, labels, state.value)
        case .histogram: state.histogram.write(name: name, labels: labels, into: &text)
        }
    }
}

extension MetricSeries: CounterHandler, FloatingPointCounterHandler {
    package func increment(by amount: Int64) { add(Double(amount)) }
    package func reset() { set(0.0) }
}

extension MetricSeries: MeterHandler {
    package func increment(by amount: Double) { add(amount) }
    package func decrement(by amount: Double) { add(-amount) }
    package func set(_ value: Int64) { set(Double(value)) }
}

extension MetricSeries: RecorderHandler, TimerHandler {
    package func record(_ value: Int64) { record(Double(value)) }
    package func record(_ value: Double) {
        switch kind {
        case .histogram: observe(value)
        case .counter, .gauge: set(value)
        }
    }
    package func recordNanoseconds(_ duration: Int64) { observe(Double(duration) / 1e9) }
}
