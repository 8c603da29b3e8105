import Metrics

/// Counts events by source and by what became of them.
enum IngestMetrics {
    static func count(_ submission: IngestSubmission, _ outcome: IngestOutcome) {
        count(outcome.accepted, "accepted", submission.source)
        count(outcome.duplicates, "duplicate", submission.source)
        count(submission.rejected.count + outcome.erased + outcome.refused.count, "rejected", submission.source)
        QualityMetrics.count(outcome.violating, .observed, submission.source)
        QualityMetrics.count(outcome.quarantined, .quarantined, submission.source)
        QualityMetrics.count(outcome.refused.count, .blocked, submission.source)
    }

    private static func count(_ number: Int, _ outcome: String, _ source: String) {
        guard number > 0 else { return }
        Counter(label: "maru_ingest_events_total", dimensions: [("source", source), ("outcome", outcome)]).increment(by: number)
    }
}
