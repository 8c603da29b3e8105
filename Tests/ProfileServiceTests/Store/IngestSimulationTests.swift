import CommonModels
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

/// However calls are gathered into requests and transactions, they leave what they leave one by one.
@Suite("Ingest, simulated")
struct IngestSimulationTests {
    private static let callsCount = 160

    private func picture(_ transactions: [[[JSONValue]]], on engine: TestEngine, remembering: Int = 50_000) async throws -> [String] {
        try await engine.withDatabase(ProfileWorld.migrations) { database in
            let world = ProfileWorld(database, identities: IdentityCache(generationMax: remembering))
            for requests in transactions { try await world.ingest(requests: requests) }
            return try await world.picture()
        }
    }

    @Test(
        "random splits of the same calls give the same state and the same feed", arguments: TestEngine.available, Array(1...8) as [UInt64])
    func splits(engine: TestEngine, seed: UInt64) async throws {
        var script = IngestScript(seed: seed)
        let calls = script.calls(Self.callsCount)
        let reference = try await picture(calls.map { [[$0]] }, on: .sqlite)
        for kind in ["merge ", "refused ", "consent ", "proof ", "identity ", "feed "] {
            #expect(reference.contains { $0.hasPrefix(kind) }, "seed \(seed) tries no \(kind)")
        }
        for round in 1...3 {
            // A cache that forgets after few people, or after each batch.
            let state = try await picture(script.split(calls), on: engine, remembering: [1, 5, 50_000][round - 1])
            let difference = zip(state, reference).first { $0 != $1 }
            #expect(
                state == reference,
                "seed \(seed), split \(round): got \(difference?.0 ?? "nothing"), expected \(difference?.1 ?? "nothing")")
        }
        let whole = try await picture([[calls]], on: engine)
        #expect(whole == reference, "seed \(seed), all in one request")
    }
}
