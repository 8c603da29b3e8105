import CommonModels

/// One event in each request, durable, as browsers and apps send them.
enum SingleScenario {
    private static let people = 5_000
    private static let connections = 256

    static func run() async throws -> [BenchRow] {
        let stack = try await BenchStack.start([.profile])
        defer { stack.stop() }
        var plan = LoadPlan(port: BenchStack.port(.profile)) { connection, number in
            let person = (connection * 131 + number * 17) % people
            let event =
                "{\"messageId\":\"single-\(connection)-\(number)\",\"event\":\"Product Viewed\",\"userId\":\"user-\(person)\",\"properties\":{\"product_id\":\"P1\",\"price\":12000,\"currency\":\"KRW\"}}"
            return HTTPText.post("/v1/track", bearer: stack.key, body: Array(event.utf8))
        }
        plan.connections = connections
        let full = try await LoadGenerator.run(plan)
        guard full.refused == 0 else { throw LoadGenerator.Failed(description: "Profile refused \(full.refused) events") }
        return [BenchRow("ingest: single events, durable", full, unit: "events/s", rssMB: stack.residentMB(.profile), goal: "≥ 10,000/s")]
    }
}
