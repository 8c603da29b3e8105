/// What a metric is, in Prometheus's words.
package enum MetricKind: String, Hashable, Sendable {
    case counter, gauge, histogram
}
