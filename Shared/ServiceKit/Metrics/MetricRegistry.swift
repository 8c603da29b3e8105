package import Metrics
import Synchronization

/// Every metric of a process, rendered as Prometheus text format 0.0.4.
///
/// Backend of swift-metrics (`MetricsSystem.bootstrap(registry)`), so that kits report through `Gauge`, `Counter`
/// and `Timer`; requests are counted by ``RequestMetrics`` without going through labels for each request.
package final class MetricRegistry: Sendable {
    /// Series past this number are dropped, so that a label that takes any value cannot fill the memory.
    package static let seriesMax = 10_000

    package let requests = RequestMetrics()
    private let families = Mutex<[String: Family]>([:])

    /// The series of one name.
    private struct Family {
        let kind: MetricKind
        var series: [MetricLabels: MetricSeries] = [:]
    }

    package init() {}

    /// The series named, made at first use. A histogram counts in buckets of seconds, or of items if its name ends so. A name has one kind; of another kind it gets a series nobody renders.
    package func series(_ name: String, kind: MetricKind, labels: [(String, String)]) -> MetricSeries {
        let name = MetricText.sanitizedName(name)
        let labels = MetricLabels(labels)
        return families.withLock { families in
            var family = families[name] ?? Family(kind: kind)
            guard family.kind == kind else { return MetricSeries(kind: kind) }
            if let found = family.series[labels] { return found }
            let made = MetricSeries(kind: kind, bounds: name.hasSuffix("_items") ? Histogram.items : Histogram.seconds)
            guard family.series.count < Self.seriesMax else { return made }
            family.series[labels] = made
            families[name] = family
            return made
        }
    }

    /// Sets a gauge, e.g. a queue's depth or the lag of a feed.
    package func setGauge(_ name: String, _ value: Double, labels: [(String, String)] = []) {
        series(name, kind: .gauge, labels: labels).set(value)
    }

    /// The whole text of `/metrics`.
    package func text() -> String {
        var text = MetricText()
        requests.write(into: &text)
        ProcessMetrics.write(into: &text)
        let snapshot = families.withLock { $0 }
        for (name, family) in snapshot.sorted(by: { $0.key < $1.key }) {
            text.type(name, family.kind)
            for (labels, series) in family.series.sorted(by: { $0.key.text < $1.key.text }) {
                series.write(name: name, labels: labels.text, into: &text)
            }
        }
        return text.text
    }

    private func drop(_ series: MetricSeries) {
        families.withLock { families in
            for name in families.keys {
                guard let labels = families[name]?.series.first(where: { $0.value === series })?.key else { continue }
                families[name]?.series[labels] = nil
            }
        }
    }
}

extension MetricRegistry: MetricsFactory {
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, kind: .counter, labels: dimensions)
    }
    package func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        series(label, kind: .counter, labels: dimensions)
    }
    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, kind: .gauge, labels: dimensions)
    }
    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        series(label, kind: aggregate ? .histogram : .gauge, labels: dimensions)
    }
    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, kind: .histogram, labels: dimensions)
    }
    package func destroyCounter(_ handler: any CounterHandler) { if let series = handler as? MetricSeries { drop(series) } }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {
        if let series = handler as? MetricSeries { drop(series) }
    }
    package func destroyMeter(_ handler: any MeterHandler) { if let series = handler as? MetricSeries { drop(series) } }
    package func destroyRecorder(_ handler: any RecorderHandler) { if let series = handler as? MetricSeries { drop(series) } }
    package func destroyTimer(_ handler: any TimerHandler) { if let series = handler as? MetricSeries { drop(series) } }
}
