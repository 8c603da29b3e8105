import CommonModels
import Foundation

/// Batches of 100 events into a PostgreSQL of its own on this machine.
enum PostgresScenario {
    static func run(_ reference: BenchReference) async throws -> [BenchRow] {
        guard BenchPostgres.isInstalled else {
            FileHandle.standardError.write(Data("postgres: left out, there is no PostgreSQL (ops/install.sh test)\n".utf8))
            return []
        }
        let batches = EventBatches(variants: 64, people: 5_000)
        let floor = try await LoadGenerator.run(plan(port: reference.port, key: "none", batches, offset: 2_000))
        let server = try BenchPostgres.start()
        defer { server.stop() }
        let stack = try await BenchStack.start([.profile], environment: ["MARU_PROFILE_DATABASE_URL": server.url])
        defer { stack.stop() }
        let full = try await LoadGenerator.run(plan(port: BenchStack.port(.profile), key: stack.key, batches, offset: 0))
        guard full.refused == 0 else { throw LoadGenerator.Failed(description: "Profile refused \(full.refused) batches") }
        return [
            BenchRow(
                "ingest on PostgreSQL: batches of 100", full, unit: "events/s", reference: floor.throughput,
                rssMB: stack.residentMB(.profile), goal: "≥ 0.5")
        ]
    }

    private static func plan(port: Int, key: String, _ batches: EventBatches, offset: Int) -> LoadPlan {
        LoadPlan(port: port, unitsPerRequest: EventBatches.size) { connection, number in
            HTTPText.post("/v1/batch", bearer: key, body: batches.body(connection: connection + offset, number: number))
        }
    }
}
