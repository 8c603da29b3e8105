import CommonModels
import Foundation

/// Batches of 100 events, durable: the naive store first, then Profile, with the same bytes.
enum IngestScenario {
    private static let people = 5_000

    static func run(_ reference: BenchReference) async throws -> [BenchRow] {
        let batches = EventBatches(variants: 64, people: people)
        let floor = try await LoadGenerator.run(plan(port: reference.port, key: "none", batches))
        let stack = try await BenchStack.start([.profile])
        defer { stack.stop() }
        let full = try await LoadGenerator.run(plan(port: BenchStack.port(.profile), key: stack.key, batches))
        guard full.refused == 0 else { throw LoadGenerator.Failed(description: "Profile refused \(full.refused) batches") }
        let memory = stack.residentMB(.profile)
        var half = plan(port: BenchStack.port(.profile), key: stack.key, batches, offset: 500)
        half.rate = full.throughput / Double(EventBatches.size) / 2
        let calm = try await LoadGenerator.run(half)
        let stored = try await storedEvents(stack)
        let sent = full.answered + calm.answered
        guard stored >= sent * EventBatches.size else {
            throw LoadGenerator.Failed(description: "acknowledged \(sent * EventBatches.size), stored \(stored)")
        }
        return [
            BenchRow("reference: naive store, batches of 100", floor, unit: "events/s"),
            BenchRow(
                "ingest: batches of 100, durable", full, unit: "events/s", reference: floor.throughput, rssMB: memory,
                goal: "≥ 1.0 and ≥ 40,000/s"),
            BenchRow("ingest: at half load", calm, unit: "events/s", rssMB: stack.residentMB(.profile), goal: "p99 ≤ 60 ms"),
        ]
    }

    private static func plan(port: Int, key: String, _ batches: EventBatches, offset: Int = 0) -> LoadPlan {
        LoadPlan(port: port, unitsPerRequest: EventBatches.size) { connection, number in
            HTTPText.post("/v1/batch", bearer: key, body: batches.body(connection: connection + offset, number: number))
        }
    }

    /// Everything acknowledged must be there.
    private static func storedEvents(_ stack: BenchStack) async throws -> Int {
        let sources = try await BenchAPI(key: stack.key).call("GET", .profile, "/v1/sources?days=2").json["items"]?.arrayValue ?? []
        return Int(sources.reduce(Int64(0)) { $0 + ($1["accepted"]?.intValue ?? 0) })
    }
}
