import CommonModels
import HTTPTypes
import HummingbirdTesting
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Retention of refused events")
struct RejectionSweepTests {
    @Test(
        "the first of a source and day are kept, and once it is said that there were more", arguments: TestEngine.available,
        [[700, 700, 700, 700], [1_000, 1_000, 500, 300]])
    func many(engine: TestEngine, sizes: [Int]) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { app in
            // An event without a name is refused.
            let wrong: JSONValue = ["type": "track", "userId": "u"]
            func send(_ count: Int) async throws -> TestResponse {
                try await app.post("/v1/batch", ["batch": .array(Array(repeating: wrong, count: count))], key: app.keys.admin)
            }
            func kept() async throws -> [String] {
                let rows = try await app.database.read { tx in try tx.rows("SELECT code FROM ingest_rejection ORDER BY rejection_id") }
                return try rows.map { try $0.text("code") }
            }
            for size in sizes { #expect(try await send(size).status == .badRequest) }
            var codes = try await kept()
            #expect(codes.count == 2_001 && codes.last == "refusals-not-kept" && Set(codes.dropLast()) == ["missing-field"])
            let health = try await app.get("/v1/sources").json["items"]?.arrayValue?.first
            #expect(health?["rejected"] == 2_800, "all are counted")
            app.time.advance(by: .days(1))
            #expect(try await send(3).status == .badRequest)
            codes = try await kept()
            #expect(codes.count == 2_004 && codes.suffix(3) == ["missing-field", "missing-field", "missing-field"])
        }
    }

    @Test("refused events are kept for their days, and the younger ones stay", arguments: TestEngine.available)
    func sweep(engine: TestEngine) async throws {
        try await engine.withDatabase(ProfileService.migrations) { database in
            let now = TestInstallation.start
            let ages: [Duration] = [.days(91), .days(90) + .seconds(1), .days(89), .seconds(1)]
            try await database.write { tx in
                _ = try tx.insert(
                    into: "ingest_rejection", columns: ["at", "source", "code", "detail", "pointer", "payload"],
                    rows: ages.map { [(now - $0).sqlValue, "web", "c", "d", "", "{}"] })
            }
            let sweep = RejectionSweep(database: database, clock: .fixed(now))
            #expect(try await sweep.step() == 2)
            #expect(try await sweep.step() == 0)
            #expect(try await IngestLog(database: database).rejections(limit: 10, before: nil).map(\.id) == [4, 3])
        }
    }
}
