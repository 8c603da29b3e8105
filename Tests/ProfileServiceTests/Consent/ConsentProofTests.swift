import CommonModels
import HTTPTypes
import HummingbirdTesting
import ProfileDomain
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Proof of consent")
struct ConsentProofTests {
    private func isRefused(_ sql: String, on database: any Database) async -> Bool {
        do {
            try await database.write { tx in try tx.execute(sql) }
            return false
        } catch {
            return true
        }
    }

    @Test("is append-only: the schema refuses to change or remove it", arguments: TestEngine.available)
    func appendOnly(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(Calls.consent("granted", ["userId": "kim"], at: 10))
            let database = world.database
            for change in ["status = 'denied'", "at = 0", "profile_id = 'x'", "text_version = NULL", "ip = '192.0.2.1'", "language = 'en'"]
            {
                #expect(await isRefused("UPDATE consent_record SET \(change)", on: database), "\(change)")
            }
            #expect(await isRefused("DELETE FROM consent_record", on: database))
            #expect(await !isRefused("UPDATE consent_record SET ip = NULL, user_agent = NULL", on: database), "an address may be forgotten")
            #expect(try await world.number("SELECT count(*) AS n FROM consent_record WHERE status = 'granted'") == 1)
        }
    }

    @Test("keeps source, text, language, address and browser of who agreed", arguments: TestEngine.available)
    func evidence(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            let sender = IngestSender(isGPC: false, evidence: .init(ip: "192.0.2.7", userAgent: "Browser/1"))
            try await world.ingest(requests: [[Calls.consent("granted", ["userId": "kim"], at: 10)]], sender: sender)
            let row = try await world.database.read { tx in
                try tx.row("SELECT ip, user_agent, source, text_version, legal_basis FROM consent_record").map {
                    [
                        try $0.text("ip"), try $0.text("user_agent"), try $0.text("source"), try $0.text("text_version"),
                        try $0.text("legal_basis"),
                    ]
                }
            }
            #expect(row == ["192.0.2.7", "Browser/1", "web", "2026-01", "consent"])
        }
    }

    @Test("forgets address and browser when the catalogue says, and nothing else", arguments: TestEngine.available)
    func forgetting(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            let sender = IngestSender(isGPC: false, evidence: .init(ip: "192.0.2.7", userAgent: "Browser/1"))
            try await world.ingest(requests: [[Calls.consent("granted", ["userId": "kim"], at: 10)]], sender: sender)
            let received = ProfileWorld.start + .days(1)
            for (days, expected) in [(1_095, 0), (1_096, 1), (1_097, 0)] {
                let now = received + .days(Int64(days)) - .seconds(days == 1_095 ? 1 : 0)
                #expect(try await world.database.write { try ConsentProof.forgetAddresses(at: now, in: $0) } == expected, "\(days)")
            }
            #expect(try await world.number("SELECT count(*) AS n FROM consent_record WHERE ip IS NULL AND status = 'granted'") == 1)
        }
    }

    @Test("becomes nameless by erasure, the neighbours' stays", arguments: TestEngine.available)
    func erasure(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.ingest(
                Calls.consent("granted", ["userId": "kim"], at: 10), Calls.consent("denied", ["userId": "kim"], at: 20),
                Calls.consent("granted", ["userId": "lee"], at: 10))
            let kim = try #require(try await world.person("userId:kim")).id
            #expect(try await world.database.write { try ConsentProof.anonymize([kim], in: $0) } == 2)
            #expect(try await world.number("SELECT count(*) AS n FROM consent_record WHERE profile_id = $1", [kim]) == 0)
            #expect(try await world.number("SELECT count(*) AS n FROM consent_record WHERE profile_id = 'erased'") == 2)
            #expect(try await world.number("SELECT count(*) AS n FROM consent WHERE profile_id = $1", [kim]) == 0)
            #expect(try await world.number("SELECT count(*) AS n FROM consent_proof_permit") == 0)
            #expect(await isRefused("DELETE FROM consent_record", on: world.database), "the permit is gone with its transaction")
            #expect(try await world.person("userId:lee")?.consents.map(\.status) == [.granted])
        }
    }

    @Test("shows address and browser only to those who may see personal data")
    func masked() async throws {
        try await ConsentTown.run { town in
            try await town.state(["purpose": "marketing", "channel": "email", "status": "granted", "ip": "192.0.2.9"])
            #expect(try await town.records().first?["ip"] == "192.0.2.9")
            let reader = try town.app.keys.server(.profileRead)
            let seen = try await town.app.send(.get, "/v1/profiles/\(town.kim.rawValue)/consents/records", key: reader)
            #expect(seen.status == .ok && !seen.text.contains("192.0.2.9"))
        }
    }
}
