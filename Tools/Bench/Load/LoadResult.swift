import Histogram

/// What a load run measured.
struct LoadResult {
    var answered = 0
    /// Answers other than 2xx.
    var refused = 0
    var units = 0
    var seconds = 0.0
    /// Microseconds from sending (or from when the plan meant to send) to the whole answer.
    var latencies = Histogram<UInt64>(numberOfSignificantValueDigits: .three)

    var throughput: Double { seconds > 0 ? Double(units) / seconds : 0 }
    var p50Ms: Double { Double(latencies.valueAtPercentile(50)) / 1_000 }
    var p99Ms: Double { Double(latencies.valueAtPercentile(99)) / 1_000 }

    mutating func add(_ other: LoadConnectionResult) {
        answered += other.latencies.count
        refused += other.refused
        for latency in other.latencies { latencies.record(latency) }
    }
}

/// One connection's part.
struct LoadConnectionResult: Sendable {
    var latencies: [UInt64] = []
    var refused = 0
}
