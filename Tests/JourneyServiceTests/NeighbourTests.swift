import CommonModels
import HTTPTypes
import JourneyDomain
import JourneyService
import ServiceClients
import ServiceKit
import StorageKit
import Synchronization
import TestFixtures
import Testing

@Suite("What Journey tells and asks its neighbours")
struct NeighbourTests {
    private func event(_ id: String, of person: ProfileID) -> Fact {
        Fact(id: id, profileID: person, kind: .event, body: ["event": "Message Sent"], at: JourneyWorld.start)
    }

    private func withdrawal(_ id: String, of person: ProfileID) -> Fact {
        .withdrawal(of: .marketing, channel: .email, profile: person, id: id, at: JourneyWorld.start)
    }

    private func receiver(_ http: ServiceHTTP, _ world: JourneyWorld) -> ProfileFactReceiver {
        ProfileFactReceiver(http: http, database: world.database, people: PersonReader(), logger: LogCapture().logger())
    }

    @Test("one withdrawal or fact that Profile refuses holds up no other")
    func refusals() async throws {
        let profile = ScriptedNeighbour { call in
            if call.headers[.idempotencyKey] == "refused" { return .problem(.unprocessableContent, "validation") }
            if call.headers[.idempotencyKey] == "gone" { return .problem(.notFound, "not-found") }
            let names = call.body?["batch"]?.arrayValue?.compactMap { $0["messageId"]?.stringValue } ?? []
            return names.contains("bad") ? .problem(.badRequest, "bad-request") : .ok
        }
        try await profile.withCalls(as: .profile) { http, _ async throws in
            try await JourneyWorld.run { world in
                let person = try await world.person()
                let facts = [
                    withdrawal("refused", of: person), event("bad", of: person), withdrawal("gone", of: person), event("good", of: person),
                    withdrawal("taken", of: person),
                ]
                let told = await receiver(http, world).tell(facts)
                #expect(told.map(\.id) == ["gone", "taken", "bad", "good"])
                let batches = profile.calls.compactMap { $0.body?["batch"]?.arrayValue?.compactMap { $0["messageId"]?.stringValue } }
                #expect(batches == [["bad", "good"], ["bad"], ["good"]])
                let taken = try #require(profile.calls.first { $0.headers[.idempotencyKey] == "taken" })
                #expect(taken.path == "/v1/profiles/\(person.rawValue)/consents")
                #expect(taken.body?["status"] == "withdrawn" && taken.body?["channel"] == "email")
            }
        }
    }

    @Test("nothing is forgotten while Profile is away, and all of it is told once when it is back", arguments: TestEngine.available)
    func outage(engine: TestEngine) async throws {
        let isAway = Mutex(true)
        let profile = ScriptedNeighbour { _ in isAway.withLock { $0 } ? .init(.serviceUnavailable) : .ok }
        try await profile.withCalls(as: .profile) { http, time async throws in
            try await JourneyWorld.run(on: engine) { world in
                let person = try await world.person()
                let facts = [withdrawal("w", of: person), event("e", of: person)]
                try await world.database.write { try FactStore().insert(facts, in: $0) }
                let worker = FactWorker(database: world.database, clock: world.time.clock, receiver: receiver(http, world))
                let round = try await worker.round()
                #expect(!round.hasMore && round.nextDue == world.time.clock.now() + .seconds(10))
                #expect(try await world.count("SELECT COUNT(*) AS n FROM journey_fact") == 2)
                isAway.withLock { $0 = false }
                time.advance(by: .seconds(60))
                world.time.advance(by: .seconds(10))
                let asked = profile.calls.count
                _ = try await worker.round()
                #expect(try await world.count("SELECT COUNT(*) AS n FROM journey_fact") == 0)
                #expect(profile.calls.count == asked + 2)
                _ = try await worker.round()
                #expect(profile.calls.count == asked + 2)
            }
        }
    }

    @Test("a decision whose key was used under an id merged since is asked for again, under a key of its own")
    func mergedKey() async throws {
        let person: ProfileID = IDGenerator.sequential().next()
        let decision = ScriptedNeighbour { call in
            call.headers[.idempotencyKey] == "run"
                ? .problem(.unprocessableContent, "idempotency-mismatch") : .init(.ok, [:], #"{"offer":{"key":"o"},"decisionId":"d"}"#)
        }
        try await decision.withCalls(as: .decision) { http, _ async throws in
            let source = DecisionServiceSource(client: DecisionClient(http: http))
            let answer = await source.decide(profile: person, placement: "mail", context: [:], seen: .none, key: "run")
            #expect(answer == .offer(["key": "o", "decisionId": "d"]))
            #expect(decision.calls.map { $0.headers[.idempotencyKey] } == ["run", "run-\(person.rawValue)"])
        }
    }

    @Test("asking again ends, whatever the answers")
    func endlessMismatch() async throws {
        let decision = ScriptedNeighbour { _ in .problem(.unprocessableContent, "idempotency-mismatch") }
        try await decision.withCalls(as: .decision) { http, _ async throws in
            let source = DecisionServiceSource(client: DecisionClient(http: http))
            let person: ProfileID = IDGenerator.sequential().next()
            let answer = await source.decide(profile: person, placement: "mail", context: [:], seen: .none, key: "run")
            #expect(answer == .none(reason: "idempotency-mismatch", isHoldout: false))
            #expect(decision.calls.count < 6)
        }
    }
}
