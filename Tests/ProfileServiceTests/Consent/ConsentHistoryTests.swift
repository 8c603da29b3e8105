import CommonModels
import HTTPTypes
import HummingbirdTesting
import ProfileDomain
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Consent at a past instant")
struct ConsentHistoryTests {
    private func standing(_ world: ProfileWorld, _ id: ProfileID, at second: Int) async throws -> [String] {
        let history = ConsentHistory(database: world.database)
        let found = try await history.standing(of: id, at: ProfileWorld.start + .seconds(second))
        return found?.items.filter { $0.purpose == .marketing && $0.record != nil }.map { "\($0.channel.rawValue) \($0.status.rawValue)" }
            ?? []
    }

    @Test("is what had been said by then, whenever it is asked", arguments: TestEngine.available)
    func past(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(
                Calls.consent("granted", ["userId": "kim"], at: 10), Calls.consent("withdrawn", ["userId": "kim"], at: 20),
                Calls.consent("granted", ["userId": "kim"], at: 30))
            let kim = try #require(try await world.person("userId:kim")).id
            #expect(try await standing(world, kim, at: 9) == [])
            #expect(try await standing(world, kim, at: 10) == ["email granted"])
            #expect(try await standing(world, kim, at: 29) == ["email withdrawn"])
            #expect(try await standing(world, kim, at: 40) == ["email granted"])
        }
    }

    @Test("follows merges by their time: before one, each profile had its own", arguments: TestEngine.available)
    func merges(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(Calls.consent("granted", ["userId": "kim"], at: 10))
            try await world.ingest(Calls.consent("withdrawn", ["anonymousId": "phone"], at: 20))
            let phone = try #require(try await world.person("anonymousId:phone")).id
            try await world.ingest(Calls.track("Sign In", ["userId": "kim", "anonymousId": "phone"], at: 50))
            let kim = try #require(try await world.person("userId:kim")).id
            #expect(kim != phone)
            #expect(try await standing(world, kim, at: 40) == ["email granted"], "nobody knew that they were one")
            #expect(try await standing(world, phone, at: 40) == ["email withdrawn"])
            #expect(try await standing(world, kim, at: 50) == ["email withdrawn"])
            #expect(try await standing(world, phone, at: 50) == ["email withdrawn"], "the old id answers as the survivor")
            #expect(try await world.person("userId:kim")?.consents.map(\.status) == [.withdrawn], "the present agrees")
        }
    }

    @Test("a person never asked stands as the policy of that time has it", arguments: TestEngine.available)
    func policy(engine: TestEngine) async throws {
        try await ConsentTown.run(on: engine) { town in
            let before = town.app.time.clock.now()
            town.app.time.advance(by: .hours(1))
            try await town.edit { catalogue in
                catalogue.rules.append(.init(region: "kr", purpose: .marketing, channel: .email, standing: .optOut))
            }
            town.app.time.advance(by: .hours(1))
            #expect(try await town.counts() == "granted regionalDefault")
            #expect(try await town.counts("marketing", "sms") == "unknown notAsked")
            #expect(try await town.counts(at: before) == "unknown notAsked")
            try await town.state(["purpose": "marketing", "channel": "all", "status": "denied"])
            #expect(try await town.counts() == "denied allChannels", "a refusal ends what the region allows")
            #expect(try await town.app.get("/v1/profiles/\(town.kim.rawValue)/consents?at=yesterday").status == .badRequest)
            #expect(try await town.app.get("/v1/profiles/prf_00000000000000000000000000/consents").status == .notFound)
        }
    }
}
