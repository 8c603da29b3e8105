import Metrics

/// Counts what became of events that do not fit the tracking plan, by source.
enum QualityMetrics {
    enum Outcome: String {
        /// Taken, although they do not fit.
        case observed
        case quarantined
        case blocked
        /// Taken after they waited.
        case replayed
        /// Named somebody who was erased while they waited; nothing of them is stored.
        case erased
        /// Do not fit after another look either.
        case kept
        case discarded
        /// Waited for longer than quarantine keeps.
        case expired
    }

    static func count(_ number: Int, _ outcome: Outcome, _ source: String) {
        guard number > 0 else { return }
        Counter(label: "maru_quality_events_total", dimensions: [("source", source), ("outcome", outcome.rawValue)]).increment(by: number)
    }
}
