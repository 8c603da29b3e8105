/// The labels of a series in their Prometheus form, sorted by name: `method="GET",route="/v1/segments/:id"`.
package struct MetricLabels: Hashable, Sendable {
    package let text: String

    package init(_ pairs: [(String, String)]) {
        text = pairs.sorted { $0.0 < $1.0 }
            .map { "\(MetricText.sanitizedName($0.0))=\"\(MetricText.escaped($0.1))\"" }
            .joined(separator: ",")
    }
}
