import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ProfileDomain
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Global Privacy Control")
struct GlobalPrivacyControlTests {
    private func view(_ id: String, context: JSONValue = [:]) -> JSONValue {
        ["type": "page", "name": "Home", "userId": "kim", "messageId": .string(id), "context": context]
    }

    private func send(_ town: ConsentTown, _ call: JSONValue, gpc: String? = nil) async throws {
        var headers: HTTPFields = [.userAgent: "Browser/1"]
        headers[.globalPrivacyControl] = gpc
        let answer = try await town.app.post("/v1/batch", ["batch": [call]], key: town.app.keys.write, headers: headers)
        #expect(answer.status == .ok)
    }

    @Test("a browser's signal is a refusal of what is sold or shared, with proof, once", arguments: TestEngine.available)
    func header(engine: TestEngine) async throws {
        try await ConsentTown.run(on: engine) { town in
            try await send(town, view("a"))
            #expect(try await town.proofs().isEmpty)
            try await send(town, view("b"), gpc: "1")
            #expect(try await town.counts("advertising", "all") == "denied ownRecord")
            #expect(try await town.counts("analytics", "all") == "unknown notAsked", "the signal does not speak of it")
            for id in ["c", "d", "e"] { try await send(town, view(id), gpc: "1") }
            #expect(try await town.proofs() == ["denied all global-privacy-control"])
            #expect(try await town.records().first?["userAgent"] == "Browser/1")
            #expect(try await town.feed("Consent Updated").count == 1)
        }
    }

    @Test("who agrees afterwards, knowing their browser's setting, has agreed", arguments: TestEngine.available)
    func explicit(engine: TestEngine) async throws {
        try await ConsentTown.run(on: engine) { town in
            try await town.state(["purpose": "advertising", "channel": "all", "status": "granted"])
            town.app.time.advance(by: .seconds(1))
            try await send(town, view("a"), gpc: "1")
            #expect(try await town.counts("advertising", "all") == "denied ownRecord", "the signal is later")
            town.app.time.advance(by: .seconds(1))
            try await town.state(["purpose": "advertising", "channel": "all", "status": "granted"])
            town.app.time.advance(by: .seconds(1))
            try await send(town, view("b"), gpc: "1")
            #expect(try await town.counts("advertising", "all") == "granted ownRecord")
        }
    }

    @Test(
        "an SDK may bring it in the context, or name a category that was refused in a banner",
        arguments: [
            ["gpc": true], ["consent": ["gpc": true]], ["consent": ["categoryPreferences": ["Advertising": false, "Analytics": false]]],
        ] as [JSONValue])
    func context(context: JSONValue) async throws {
        try await ConsentTown.run { town in
            try await send(town, view("a", context: context))
            #expect(try await town.counts("advertising", "all") == "denied ownRecord")
            #expect(try await town.proofs().count == 1, "the policy marks advertising alone")
        }
    }

    @Test("0, false and an agreed category say nothing")
    func silence() async throws {
        try await ConsentTown.run { town in
            try await send(town, view("a", context: ["gpc": false]), gpc: "0")
            try await send(town, view("b", context: ["consent": ["categoryPreferences": ["Advertising": true]]]))
            #expect(try await town.proofs().isEmpty)
        }
    }

    @Test("what a visitor's browser said counts for who they turn out to be, also in one batch", arguments: TestEngine.available)
    func merged(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(Calls.identify(["userId": "kim"], ["email": "kim@example.com"], at: 1))
            try await world.ingest(
                requests: [
                    [
                        Calls.track("View", ["anonymousId": "phone"], at: 10),
                        Calls.track("Sign In", ["userId": "kim", "anonymousId": "phone"], at: 20),
                    ]
                ], sender: IngestSender(isGPC: true, evidence: .none))
            #expect(try await world.person("userId:kim")?.consents.map(\.status) == [.denied])
            #expect(try await world.number("SELECT count(*) AS n FROM consent_record") == 1)
            #expect(try await world.number("SELECT count(*) AS n FROM consent_signal") == 1)
        }
    }

    @Test("an identify call's place gives the country, unless the person's own word does", arguments: TestEngine.available)
    func country(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            let call = Calls.identify(["userId": "lee"], ["name": "Lee"], at: 1).objectValue ?? [:]
            try await world.ingest(.object(call.merging(["context": ["location": ["country": "us"]]]) { $1 }))
            let lee = try #require(try await world.person("userId:lee"))
            let standing = try await ConsentHistory(database: world.database).standing(of: lee.id, at: ProfileWorld.start + .days(1))
            #expect(standing?.country?.rawValue == "US" && standing?.region?.key == "us")
            #expect(standing?.items.first { $0.purpose == .analytics }?.reason == .regionalDefault)
        }
    }
}
