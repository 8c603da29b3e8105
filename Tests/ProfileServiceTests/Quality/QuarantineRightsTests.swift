import CommonModels
import HTTPTypes
import HummingbirdTesting
import ProfileDomain
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Who sees what of quarantine")
struct QuarantineRightsTests {
    private func run(_ engine: TestEngine, _ body: @Sendable @escaping (QualityTown) async throws -> Void) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { try await body(QualityTown(app: $0)) }
    }

    @Test("readers who see fields masked do not see what was sent, and cannot search in it", arguments: TestEngine.available)
    func masks(engine: TestEngine) async throws {
        try await run(engine) { town in
            try await town.plan("trait", "age", "quarantine", ["type": "integer"])
            let traits: JSONValue = ["age": "x", "email": "anna@mail.example", "city": "Busan"]
            try await town.send(["type": "identify", "userId": "user-anna", "messageId": "i1", "traits": traits])
            let analyst = try await town.app.session(of: [.analyst])
            func list(_ query: String) async throws -> TestResponse {
                try await town.app.client.execute(uri: "/v1/quarantine\(query)", method: .get, headers: analyst)
            }
            let seen = try await list("").text
            #expect(!seen.contains("anna@mail.example") && !seen.contains("user-anna") && seen.contains("Busan"))
            #expect(try JSONValue(parsing: seen)["items"]?.arrayValue?.first?["payload"] == nil)
            #expect(try await list("?q=anna").json["items"] == [])
            #expect(try await list("?q=i1").json["items"]?.arrayValue?.count == 1)
            let officer = try await town.app.session(of: [.privacyOfficer])
            let all = try await town.app.client.execute(uri: "/v1/quarantine?q=anna", method: .get, headers: officer)
            #expect(all.text.contains("anna@mail.example"))
            #expect(try await town.app.client.execute(uri: "/v1/quarantine/1", method: .get, headers: analyst).status == .ok)
            let looks = try await town.app.get("/v1/audit").json["items"]?.arrayValue?.filter { $0["action"] == "quarantine.viewed" }
            #expect(looks?.count == 1)
            let refused = try await town.app.client.execute(uri: "/v1/quarantine/replay", method: .post, headers: analyst)
            #expect(refused.status == .forbidden)
        }
    }

    @Test("who sees a field masked sees no form of its value either", arguments: TestEngine.available)
    func masksShapes(engine: TestEngine) async throws {
        try await run(engine) { town in
            let schema: JSONValue = [
                "properties": ["phone": ["type": "integer"], "address": ["properties": ["zip": ["type": "string"]]]],
                "additionalProperties": ["type": "string"],
            ]
            try await town.plan("identify", "*", "quarantine", schema)
            let traits: JSONValue = ["phone": "+82 10-2345-6789", "address": ["zip": 48058], "visits": 12, "Kim Yuna": 3]
            try await town.send(["type": "identify", "userId": "user-anna", "messageId": "i1", "traits": traits])
            func shapes(_ role: Role) async throws -> [JSONValue] {
                let headers = try await town.app.session(of: [role])
                let answer = try await town.app.client.execute(uri: "/v1/quarantine/1", method: .get, headers: headers)
                return try answer.json["faults"]?.arrayValue?.map { [$0["pointer"] ?? .null, $0["shape"] ?? .null] } ?? []
            }
            #expect(
                try await shapes(.privacyOfficer) == [
                    ["/traits/phone", "\"+99 99-9999-9999\""], ["/traits/address/zip", "99999"], ["/traits/visits", "99"],
                    ["/traits/Aaa Aaaa", "9"],
                ])
            #expect(
                try await shapes(.analyst) == [
                    ["/traits/phone", ""], ["/traits/address/zip", ""], ["/traits/visits", "99"], ["/traits/Aaa Aaaa", ""],
                ])
        }
    }

    @Test("a filter that lost its text matches nothing rather than everything")
    func lostText() {
        var filter = QuarantineFilter()
        filter.source = "web"
        #expect(QuarantineFilter(json: filter.json, text: nil) == filter)
        filter.text = "kim@mail.example"
        #expect(QuarantineFilter(json: filter.json, text: "kim@mail.example") == filter)
        #expect(QuarantineFilter(json: filter.json, text: nil) == nil)
        #expect(!filter.json.serialized.contains("kim"))
    }

    @Test("a sender is kept as it was, and one nobody noted the key of counts as public")
    func senders() {
        let evidence = ConsentEvidence(ip: "203.0.113.9", userAgent: "Browser/1")
        for sender in [
            IngestSender(isGPC: true, evidence: evidence, hasPublicKey: true), IngestSender(isGPC: false, evidence: .none), .server,
        ] {
            #expect(IngestSender(json: sender.json) == sender)
        }
        #expect(IngestSender(json: ["gpc": false]).hasPublicKey)
        #expect(!IngestSender(json: ["gpc": false, "publicKey": false]).hasPublicKey)
    }

    @Test("what waits keeps whether its key was public", arguments: TestEngine.available)
    func publicKeys(engine: TestEngine) async throws {
        try await run(engine) { town in
            try await town.plan("track", "Order Completed", "quarantine")
            try await town.send(town.order("page", "u1", revenue: "x"))
            try await town.send(town.order("server", "u1", revenue: "x"), key: town.app.keys.admin)
            let kept = try await town.app.database.read { tx in
                try tx.rows("SELECT \(QuarantinedEvent.columns) FROM quarantined_event ORDER BY quarantine_id").map { row in
                    try QuarantinedEvent(row).sender.hasPublicKey
                }
            }
            #expect(kept == [true, false])
        }
    }

    @Test("a person's access and erasure reach what waits, also what nobody owns yet", arguments: TestEngine.available)
    func rights(engine: TestEngine) async throws {
        try await run(engine) { town in
            let run = CaseRun(installation: town.app)
            let profile = try await run.seed()
            try await town.plan("track", "Order Completed", "quarantine")
            try await town.plan("trait", "age", "quarantine", ["type": "integer"])
            try await town.send(
                town.order("q1", "u1", revenue: "x"), town.order("q2", "u2", revenue: "x"),
                ["type": "identify", "userId": "u9", "messageId": "q3", "traits": ["email": "ANNA@mail.example", "age": "x"]],
                [
                    "type": "track", "event": "Order Completed", "userId": "u3", "messageId": "q4",
                    "properties": ["note": "for anna@mail.example"],
                ])
            let section = try await town.app.get("/v1/subjects/\(profile)/quarantined_event").json
            #expect(section["items"]?.arrayValue?.compactMap { $0["payload"]?["messageId"] } == ["q1", "q3"])
            let id = try await run.start("erase")
            let confirmed = try await run.await("Profile's confirmation", { $0["confirmations"]?.arrayValue?.count == 1 }, of: id)
            let own = try #require(confirmed["confirmations"]?.arrayValue?.first)
            #expect(own["left"] == 0)
            #expect(own["counts"]?.arrayValue?.first { $0["name"] == "quarantined_event" }?["rows"] == 2)
            #expect(try await town.waiting().map { $0["messageId"] } == ["q2"])
            #expect(try await town.number("SELECT count(*) AS n FROM quarantine_identity WHERE value = 'anna@mail.example'") == 0)
            // It does not come back by quarantine either.
            #expect(try await town.send(town.order("q5", "u1", revenue: "x")).status == .badRequest)
            #expect(try await town.waiting().count == 1)
        }
    }
}
