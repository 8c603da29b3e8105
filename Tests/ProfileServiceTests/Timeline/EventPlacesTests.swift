import CommonModels
import ProfileDomain
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Places of events")
struct EventPlacesTests {
    @Test("lead to the same timeline before, amid and after a merge", arguments: TestEngine.available)
    func timeline(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            var time = 0
            for batch in 0..<17 {
                let calls = (0..<4_200).map { index -> JSONValue in
                    time += 1
                    return Calls.track(
                        index % 700 == 3 ? "Rare" : "View", ["userId": "u\(index % 7)"], at: time * 7_919 % 80_000, id: "m\(batch)-\(index)"
                    )
                }
                try await world.ingest(requests: [calls])
            }
            let id = try #require(try await world.person("userId:u3")).id
            // A filtered page ends where its look does, so it is read to the end.
            func look() async throws -> [String] {
                var found = try #require(try await world.timeline.page(of: id, limit: 1_000, after: nil)).entries.map(\.event.messageId)
                var after: Keyset?
                repeat {
                    let page = try #require(try await world.timeline.page(of: id, TimelineFilter(kind: "Rare"), limit: 50, after: after))
                    found += page.entries.map(\.event.messageId)
                    after = page.next
                } while after != nil
                return found
            }
            let before = try await look()
            #expect(before.count == 1_000 + 17 * 6)
            var steps = 0
            while try await world.database.write({ try EventPlaces.runs.step(in: $0) }) {
                steps += 1
                // Every step moves places; looking after each would take a while.
                if steps % 8 == 0 { #expect(try await look() == before) }
            }
            #expect(try await look() == before)
            #expect(steps > 30 || engine == .postgres)
        }
    }
}
