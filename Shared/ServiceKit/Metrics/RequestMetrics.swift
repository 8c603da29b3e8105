import HTTPTypes
import Synchronization

/// Counts requests and measures how long they took, by route template, method and status.
///
/// `maru_http_requests_total` and `maru_http_request_seconds`, plus `maru_http_requests_active`.
/// The duration ends when the handler returned; a streamed body may still be on its way.
package final class RequestMetrics: Sendable {
    private let routes = Mutex<[Route: Measures]>([:])
    private let active = Atomic<Int>(0)

    private struct Route: Hashable {
        let template: String
        let method: HTTPRequest.Method
    }

    fileprivate struct Measures {
        var statuses: [(status: Int, count: UInt64)] = []
        var duration = Histogram()
    }

    func began() { active.wrappingAdd(1, ordering: .relaxed) }

    /// - Parameter template: the route as written in the route table, e.g. `/v1/segments/{id}`.
    func ended(template: String, method: HTTPRequest.Method, status: Int, seconds: Double) {
        active.wrappingSubtract(1, ordering: .relaxed)
        routes.withLock { routes in
            routes[Route(template: template, method: method), default: Measures()].record(status: status, seconds: seconds)
        }
    }

    /// How many requests were answered; the sum over routes and statuses.
    package var total: UInt64 {
        routes.withLock { $0.values.reduce(0) { $0 + $1.statuses.reduce(0) { $0 + $1.count } } }
    }

    func write(into text: inout MetricText) {
        let snapshot = routes.withLock { $0 }.map { ($0, $1) }
            .sorted { ($0.0.template, $0.0.method.rawValue) < ($1.0.template, $1.0.method.rawValue) }
        text.type("maru_http_requests_total", .counter)
        for (route, measures) in snapshot {
            for (status, count) in measures.statuses {
                let labels = MetricLabels([("route", route.template), ("method", route.method.rawValue), ("status", String(status))])
                text.sample("maru_http_requests_total", labels.text, Double(count))
            }
        }
        text.type("maru_http_request_seconds", .histogram)
        for (route, measures) in snapshot {
            let labels = MetricLabels([("route", route.template), ("method", route.method.rawValue)])
            measures.duration.write(name: "maru_http_request_seconds", labels: labels.text, into: &text)
        }
        text.type("maru_http_requests_active", .gauge)
        text.sample("maru_http_requests_active", "", Double(active.load(ordering: .relaxed)))
    }
}

extension RequestMetrics.Measures {
    fileprivate mutating func record(status: Int, seconds: Double) {
        duration.observe(seconds)
        if let index = statuses.firstIndex(where: { $0.status == status }) {
            statuses[index].count += 1
        } else {
            statuses.append((status, 1))
        }
    }
}
