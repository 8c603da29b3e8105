import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Counts of people")
struct PopulationTests {
    @Test("kept counts equal counted ones after every transaction", arguments: TestEngine.available, Array(1...4) as [UInt64])
    func kept(engine: TestEngine, seed: UInt64) async throws {
        try await ProfileWorld.run(on: engine) { world in
            var script = IngestScript(seed: seed)
            for (round, requests) in script.split(script.calls(120)).enumerated() {
                try await world.ingest(requests: requests)
                let living = try await world.number("SELECT count(*) AS n FROM profile WHERE merged_into IS NULL")
                let known = try await world.number("SELECT count(*) AS n FROM profile WHERE merged_into IS NULL AND is_known = 1")
                let merged = try await world.number("SELECT count(*) AS n FROM profile WHERE merged_into IS NOT NULL")
                let counted = ProfileCounts(living: living, known: known, merged: merged)
                #expect(try await world.profiles.counts() == counted, "seed \(seed), round \(round)")
            }
        }
    }
}
