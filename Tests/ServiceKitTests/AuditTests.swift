import CommonModels
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@Suite("the audit log")
struct AuditTests {
    @Test("tells who did what, newest first, and its chain verifies")
    func records() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            for title in ["a", "b", "c"] { try await here.post("/v1/notes", ["title": .string(title)]) }
            let page = try await here.get("/v1/audit?limit=2").json
            #expect(page["items"]?.arrayValue?.compactMap { $0["object"]?.stringValue } == ["c", "b"])
            let next = try #require(page["next"]?.stringValue)
            let rest = try await here.get("/v1/audit?after=\(next)").json
            #expect(rest["items"]?.arrayValue?.compactMap { $0["object"]?.stringValue } == ["a"])
            #expect(try await here.get("/v1/audit?object=b").json["items"]?.arrayValue?.count == 1)
            let verification = try await here.get("/v1/audit/verification").json
            #expect(verification["entries"] == 3)
            #expect(verification["firstBroken"] == nil)
        }
    }

    @Test(
        "a changed, removed or re-ordered entry is found", arguments: TestEngine.available,
        [
            "UPDATE maru_audit SET actor = 'somebody' WHERE sequence = 2", "UPDATE maru_audit SET at = at + 1 WHERE sequence = 2",
            "UPDATE maru_audit SET detail = '{\"n\":9}' WHERE sequence = 2", "DELETE FROM maru_audit WHERE sequence = 2",
        ])
    func tampering(engine: TestEngine, tamper: String) async throws {
        try await engine.withDatabase([AuditLog.migrations]) { database in
            let audit = AuditLog(database: database, clock: .fixed(TestInstallation.start))
            for number in 1...3 {
                try await database.write { tx in
                    try audit.record(actor: "usr", action: "offer.edit", object: "off", detail: ["n": .integer(Int64(number))], in: tx)
                }
            }
            #expect(try await audit.verify().firstBroken == nil)
            try await database.write { tx in _ = try tx.execute(tamper) }
            let verification = try await audit.verify()
            #expect(verification.entries == 1)
            #expect(verification.firstBroken == (tamper.hasPrefix("DELETE") ? 3 : 2))
        }
    }

    @Test("an entry of a change that was rolled back does not exist", arguments: TestEngine.available)
    func rollback(engine: TestEngine) async throws {
        struct Refusal: Error {}
        try await engine.withDatabase([AuditLog.migrations]) { database async throws in
            let audit = AuditLog(database: database, clock: .fixed(TestInstallation.start))
            await #expect(throws: Refusal.self) {
                try await database.write { tx in
                    try audit.record(actor: "usr", action: "offer.edit", object: "off", in: tx)
                    throw Refusal()
                }
            }
            #expect(try await audit.entries(limit: 10, before: nil).isEmpty)
        }
    }
}
