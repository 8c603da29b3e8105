import CommonModels

/// Decisions among 200 offers with rules and caps, against a bare "hello".
enum DecideScenario {
    private static let offers = 200
    private static let people = 2_000
    private static let connections = 128

    static func run(_ reference: BenchReference) async throws -> [BenchRow] {
        var hi = LoadPlan(port: reference.port) { _, _ in HTTPText.get("/hello") }
        hi.connections = connections
        let hello = try await LoadGenerator.run(hi)
        hi.rate = hello.throughput / 2
        let calmHello = try await LoadGenerator.run(hi)
        let stack = try await BenchStack.start([.profile, .decision])
        defer { stack.stop() }
        let api = BenchAPI(key: stack.key)
        try await prepare(api)
        let ids = try await profileIDs(api)
        let bodies = ids.map { JSONValue.object(["profileId": .string($0), "placement": "home_hero"]).serialized }
        var plan = LoadPlan(port: BenchStack.port(.decision)) { connection, number in
            HTTPText.post("/v1/decide", bearer: stack.key, body: Array(bodies[(connection * 131 + number) % bodies.count].utf8))
        }
        plan.connections = connections
        // Everybody gets their arm of the holdout first, and the feeds tell of it: a running installation knows most people.
        plan.warmUp = .seconds(5)
        let full = try await LoadGenerator.run(plan)
        guard full.refused == 0 else { throw LoadGenerator.Failed(description: "Decision refused \(full.refused) requests") }
        var half = plan
        half.rate = full.throughput / 2
        let calm = try await LoadGenerator.run(half)
        return [
            BenchRow("reference: hello", hello, unit: "requests/s"),
            BenchRow("reference: hello at half load", calmHello, unit: "requests/s"),
            BenchRow(
                "decide: 200 offers, rules and caps", full, unit: "decisions/s", reference: hello.throughput,
                rssMB: stack.residentMB(.decision), goal: "≥ 0.25"),
            BenchRow("decide: at half load", calm, unit: "decisions/s", rssMB: stack.residentMB(.decision), goal: "p99 ≤ 10 ms"),
        ]
    }

    private static func prepare(_ api: BenchAPI) async throws {
        try await api.call(
            "POST", .decision, "/v1/placements",
            ["key": "home_hero", "name": ["ko": "홈", "en": "Home"], "channel": "web", "maxOffers": 1, "status": "live"])
        let cities = ["서울", "부산", "인천", "대구", "제주"]
        for number in 0..<offers {
            try await api.call(
                "POST", .decision, "/v1/offers",
                [
                    "key": .string("offer-\(number)"), "name": ["ko": .string("오퍼 \(number)"), "en": .string("Offer \(number)")],
                    "priority": .integer(Int64(number % 100)), "content": ["home_hero": ["inline": ["title": .string("Offer \(number)")]]],
                    "eligibility": [
                        "all": [
                            ["trait": "city", "is": .string(cities[number % cities.count])],
                            ["event": "Order Completed", "count": ["atLeast": .integer(Int64(number % 3))], "within": "30d"],
                        ]
                    ],
                    "caps": [["key": "weekly", "per": "profile", "counts": "impression", "limit": 5, "window": ["rolling": "7d"]]],
                    "status": "live",
                ])
        }
        for start in stride(from: 0, to: people, by: 250) {
            let items = (start..<start + 250).flatMap { number -> [JSONValue] in
                [
                    ["type": "identify", "userId": .string("user-\(number)"), "traits": ["city": .string(cities[number % cities.count])]],
                    ["type": "track", "event": "Order Completed", "userId": .string("user-\(number)"), "properties": ["total": 10_000]],
                ]
            }
            try await api.call("POST", .profile, "/v1/batch", ["batch": .array(items)])
        }
    }

    /// People, once Decision knows the last of them.
    private static func profileIDs(_ api: BenchAPI) async throws -> [String] {
        var ids: [String] = []
        var after = ""
        repeat {
            let page = try await api.call("GET", .profile, "/v1/profiles?limit=1000" + after).json
            ids += page["items"]?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? []
            after = page["next"]?.stringValue.map { "&after=" + $0 } ?? ""
        } while !after.isEmpty
        let probe: JSONValue = [
            "identity": ["namespace": "userId", "value": .string("user-\(people - 1)")], "placement": "home_hero", "dryRun": true,
        ]
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            if try await api.call("POST", .decision, "/v1/decide", probe).json["offer"]?["key"] != nil { return ids }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw LoadGenerator.Failed(description: "Decision did not learn of the people in a minute")
    }
}
