import CommonModels
import Foundation
import Histogram

/// From an accepted event to a decision that knows the segment it led to, while 1,000 events arrive each second.
enum FreshnessScenario {
    private static let probes = 60

    static func run() async throws -> [BenchRow] {
        let stack = try await BenchStack.start([.profile, .segment, .decision])
        defer { stack.stop() }
        let api = BenchAPI(key: stack.key)
        try await prepare(api)
        let batches = EventBatches(variants: 16, people: 2_000)
        var background = LoadPlan(port: BenchStack.port(.profile), unitsPerRequest: EventBatches.size) { connection, number in
            HTTPText.post("/v1/batch", bearer: stack.key, body: batches.body(connection: connection, number: number))
        }
        background.connections = 2
        background.rate = 10
        background.duration = .seconds(15)
        let load = background
        let latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
            group.addTask {
                _ = try await LoadGenerator.run(load)
                return []
            }
            group.addTask { try await probe(api) }
            return try await group.reduce(into: [Double]()) { $0 += $1 }
        }.sorted()
        return [
            BenchRow(
                "freshness: event → segment → decision, at 1,000 events/s", throughput: Double(latencies.count), unit: "probes",
                p50Ms: latencies[latencies.count / 2], p99Ms: latencies[min(latencies.count - 1, latencies.count * 99 / 100)],
                rssMB: stack.residentMB, goal: "p99 ≤ 250 ms")
        ]
    }

    private static func prepare(_ api: BenchAPI) async throws {
        let segment = try await api.call(
            "POST", .segment, "/v1/segments",
            ["key": "probed", "name": ["ko": "탐침", "en": "Probed"], "rule": ["event": "Probe", "count": ["atLeast": 1], "within": "7d"]])
        let id = segment.json["id"]?.stringValue ?? ""
        try await api.call("POST", .segment, "/v1/segments/\(id)/activate", [:], etag: segment.etag)
        try await api.call(
            "POST", .decision, "/v1/placements",
            ["key": "home_hero", "name": ["ko": "홈", "en": "Home"], "channel": "web", "maxOffers": 1, "status": "live"])
        try await api.call(
            "POST", .decision, "/v1/offers",
            [
                "key": "for-probed", "name": ["ko": "탐침", "en": "Probed"], "content": ["home_hero": ["inline": ["title": "x"]]],
                "eligibility": ["segment": .string(id)], "status": "live",
            ])
    }

    /// Milliseconds of each probe, from the answer of ingest to the first decision that offers.
    private static func probe(_ api: BenchAPI) async throws -> [Double] {
        var latencies: [Double] = []
        for number in 0..<probes {
            let user = holdoutFree(number)
            try await api.call("POST", .profile, "/v1/track", ["event": "Probe", "userId": .string(user)])
            let accepted = ContinuousClock.now
            let ask: JSONValue = ["identity": ["namespace": "userId", "value": .string(user)], "placement": "home_hero", "dryRun": true]
            let end = accepted + .seconds(10)
            while true {
                if try await api.call("POST", .decision, "/v1/decide", ask).json["offer"]?["key"] != nil { break }
                guard ContinuousClock.now < end else { throw LoadGenerator.Failed(description: "a probe was not seen in 10 seconds") }
                try await Task.sleep(for: .milliseconds(2))
            }
            latencies.append(Double((ContinuousClock.now - accepted).nanoseconds) / 1e6)
            try await Task.sleep(for: .milliseconds(150))
        }
        return latencies
    }

    /// A person outside the global holdout, who would get no offer.
    private static func holdoutFree(_ number: Int) -> String {
        var suffix = 0
        while GlobalHoldout.contains(unit: "probe-\(number)-\(suffix)") { suffix += 1 }
        return "probe-\(number)-\(suffix)"
    }
}
