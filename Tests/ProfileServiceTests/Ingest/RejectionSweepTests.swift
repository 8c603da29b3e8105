import CommonModels
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Retention of refused events")
struct RejectionSweepTests {
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
