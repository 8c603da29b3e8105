import CommonModels
import JourneyDomain
import JourneyService
import StorageKit
import TestFixtures
import Testing

/// The contract of the stores, on every engine.
@Suite("The stores of Journey", .serialized)
struct StoreTests {
    private func run(_ ids: IDGenerator, profile: ProfileID, journey: JourneyID) throws -> Run {
        Run(
            id: ids.next(), journeyID: journey, version: 1, profileID: profile, entry: try #require(NodeID("start")),
            at: JourneyWorld.start,
            trigger: ["total": .number(12.5), "name": "한글"])
    }

    @Test("let a person into a journey once per trigger, and once at a time", arguments: TestEngine.available)
    func entries(engine: TestEngine) async throws {
        try await engine.withDatabase(JourneyWorld.migrations) { database in
            let ids = IDGenerator.sequential()
            let (profile, journey): (ProfileID, JourneyID) = (ids.next(), ids.next())
            let (first, second, third) = (
                try run(ids, profile: profile, journey: journey), try run(ids, profile: profile, journey: journey),
                try run(ids, profile: profile, journey: journey)
            )
            let store = RunStore()
            try await database.write { tx in
                #expect(try store.insert(first, entryKey: "e1", in: tx))
                #expect(try !store.insert(second, entryKey: "e2", in: tx))
                var ended = first
                ended.finish(.completed, now: JourneyWorld.start)
                #expect(ended.trigger.isEmpty)
                try store.save(ended, in: tx)
                #expect(try !store.insert(second, entryKey: "e1", in: tx))
                #expect(try store.insert(third, entryKey: "e2", in: tx))
                #expect(try store.find(first.id, in: tx) == ended)
                #expect(try store.find(third.id, in: tx) == third)
            }
        }
    }

    @Test("keep one send record per run and step, whoever comes second", arguments: TestEngine.available)
    func sendClaims(engine: TestEngine) async throws {
        try await engine.withDatabase(JourneyWorld.migrations) { database in
            let ids = IDGenerator.sequential()
            let run: RunID = ids.next()
            let (profile, journey): (ProfileID, JourneyID) = (ids.next(), ids.next())
            let node = try #require(NodeID("mail"))
            let now = JourneyWorld.start
            let records = (0..<8).map { _ in
                SendRecord(
                    id: ids.next(), runID: run, nodeID: node, journeyID: journey, version: 1, profileID: profile, channel: .email,
                    purpose: .marketing,
                    state: .pending, due: now, createdAt: now, updatedAt: now)
            }
            let winners = try await withThrowingTaskGroup(of: MessageID.self) { group in
                for record in records {
                    group.addTask { try await database.write { tx in try SendStore().claim(record, in: tx).record.id } }
                }
                return try await group.reduce(into: Set<MessageID>()) { $0.insert($1) }
            }
            #expect(winners.count == 1)
        }
    }

    @Test("let only the holder of a lease conclude", arguments: TestEngine.available)
    func fences(engine: TestEngine) async throws {
        try await engine.withDatabase(JourneyWorld.migrations) { database in
            let ids = IDGenerator.sequential()
            let now = JourneyWorld.start
            var record = SendRecord(
                id: ids.next(), runID: ids.next(), nodeID: try #require(NodeID("mail")), journeyID: ids.next(), version: 1,
                profileID: ids.next(),
                channel: .email, purpose: .marketing, state: .pending, due: now, createdAt: now, updatedAt: now)
            let stale = record
            record.begin(until: now + .seconds(10), now: now)
            let held = record
            try await database.write { tx in
                _ = try SendStore().claim(stale, in: tx)
                #expect(try SendStore().held(stale, in: tx) != nil)
                try SendStore().save(held, in: tx)
                #expect(try SendStore().held(stale, in: tx) == nil)
                #expect(try SendStore().held(held, in: tx) == held)
            }
        }
    }

    @Test("find what is due by an index", arguments: TestEngine.available)
    func plans(engine: TestEngine) async throws {
        try await engine.withDatabase(JourneyWorld.migrations) { database in
            let runs = try await database.queryPlan(
                "SELECT * FROM journey_run WHERE due IS NOT NULL AND due <= $1 AND state <> 'deciding' ORDER BY due LIMIT 10",
                [Instant.epoch])
            #expect(runs.contains("journey_run_due"), "\(runs)")
            let sends = try await database.queryPlan(
                "SELECT * FROM journey_send WHERE due IS NOT NULL AND due <= $1 ORDER BY due LIMIT 10", [Instant.epoch])
            #expect(sends.contains("journey_send_due"), "\(sends)")
            let trace = try await database.queryPlan("SELECT * FROM journey_step WHERE run_id = $1 ORDER BY seq LIMIT 10", ["run"])
            #expect(trace.contains("journey_step_run"), "\(trace)")
        }
    }

    @Test("take one key for one journey", arguments: TestEngine.available)
    func keys(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            try await world.publish(Documents.morning, key: "taken")
            await #expect(throws: JourneyError.self) { try await world.publish(Documents.morning, key: "taken") }
        }
    }
}
