import CommonModels
import HTTPTypes
import HummingbirdTesting
import Logging
import ServiceKit
import TestFixtures
import Testing

@Suite("observation")
struct ObservationTests {
    @Test("metrics count by route template, method and status, refusals with their own status")
    func metrics() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            try await here.get("/v1/notes/17")
            try await here.get("/v1/notes/18")
            try await here.get("/v1/notes")
            try await here.send(.get, "/v1/notes", key: nil)
            try await here.get("/v1/somewhere")
            here.metrics.setGauge("maru_queue_depth", 7, labels: [("queue", "ingest \"a\"")])
            let text = try await here.get("/metrics").text
            let lines = Set(text.split(separator: "\n").map(String.init))
            #expect(lines.contains(#"maru_http_requests_total{method="GET",route="/v1/notes/{id}",status="404"} 2"#))
            #expect(lines.contains(#"maru_http_requests_total{method="GET",route="/v1/notes",status="200"} 1"#))
            #expect(lines.contains(#"maru_http_requests_total{method="GET",route="/v1/notes",status="401"} 1"#))
            #expect(lines.contains(#"maru_http_requests_total{method="GET",route="NotFound",status="404"} 1"#))
            #expect(lines.contains(#"maru_http_request_seconds_bucket{method="GET",route="/v1/notes",le="+Inf"} 2"#))
            #expect(lines.contains(#"maru_queue_depth{queue="ingest \"a\""} 7"#))
            #expect(text.contains("process_resident_memory_bytes "))
            #expect(!text.contains("/v1/notes/17"))
        }
    }

    @Test("metrics tell how much waits in the service's queues and for its storage", arguments: TestEngine.available)
    func queues(engine: TestEngine) async throws {
        try await TestInstallation.of(SampleService.self, engine: engine) { here async throws in
            for title in ["a", "b"] { try await here.post("/v1/notes", ["title": .string(title)]) }
            let lines = Set(try await here.get("/metrics").text.split(separator: "\n").map(String.init))
            #expect(lines.contains(#"maru_queue_items{queue="sample_notes"} 2"#))
            #expect(lines.contains(#"maru_queue_items{queue="jobs"} 0"#))
            #expect(lines.contains("maru_storage_waiting_calls 0"))
        }
    }

    @Test("a histogram of items counts in items, one of time in seconds")
    func bounds() {
        let metrics = MetricRegistry()
        metrics.series("maru_batch_items", kind: .histogram, labels: []).observe(300)
        metrics.series("maru_wait_seconds", kind: .histogram, labels: []).observe(0.3)
        let lines = Set(metrics.text().split(separator: "\n").map(String.init))
        #expect(lines.contains(#"maru_batch_items_bucket{le="200.0"} 0"#))
        #expect(lines.contains(#"maru_batch_items_bucket{le="500.0"} 1"#))
        #expect(lines.contains(#"maru_wait_seconds_bucket{le="0.5"} 1"#))
    }

    @Test("logs are one JSON object a line, with the route's template and no personal data")
    func logs() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            try await here.get("/v1/notes/kim@example.com?email=lee@example.com")
            let logger = here.logs.logger()
            logger.warning("Refused", metadata: ["mail": "a b@c.kr d", "key": .string(here.keys.admin)])
            for line in here.logs.logged.split(separator: "\n") {
                let json = try JSONValue(parsing: String(line))
                #expect(json["level"] != nil && json["message"] != nil && json["at"] != nil)
            }
            #expect(here.logs.logged.contains("/v1/notes/{id}"))
            for secret in ["kim@", "lee@", "b@c.kr", here.keys.admin] { #expect(!here.logs.logged.contains(secret)) }
        }
    }

    @Test("a request id that is acceptable is kept, another replaced")
    func requestIDs() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            #expect(try await here.get("/v1/notes", headers: [.requestID: "abc-1"]).headers[.requestID] == "abc-1")
            let replaced = try await here.get("/v1/notes", headers: [.requestID: "kim@example.com"]).headers[.requestID]
            #expect(replaced != "kim@example.com" && replaced?.isEmpty == false)
        }
    }

    @Test("a trace goes on in a new span; a header that is none starts a new trace")
    func traces() {
        let parent = TraceContext(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        #expect(parent?.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(parent?.traceparent == "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        for wrong in [
            "", "00-0-0-01", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        ] { #expect(TraceContext(traceparent: wrong) == nil, "\(wrong)") }
        let source = TraceSource()
        let spans = Set((0..<10_000).map { _ in source.root().span })
        #expect(spans.count == 10_000)
    }
}
