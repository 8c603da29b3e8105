import CommonModels
import HTTPTypes
import HummingbirdTesting
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Corrections of identities")
struct IdentityCorrectionTests {
    @Test("take the wrong value away, link the right one, correct the trait, and tell everybody", arguments: TestEngine.available)
    func correct(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let run = CaseRun(installation: installation)
            let anna = try await run.seed()
            let change: JSONValue = ["namespace": "email", "from": " Anna@Mail.example", "to": "Anna.Kim@mail.example"]
            let id = try await run.start("correct", ["identities": [change]])
            #expect(try await owner("email:anna.kim@mail.example", installation) == anna)
            #expect(try await owner("email:anna@mail.example", installation) == nil)
            let trait = try await installation.get("/v1/profiles/\(anna)").json["traits"]?["email"]
            #expect(trait?["value"] == "anna.kim@mail.example" && trait?["source"]?.stringValue == id)
            let told = try #require(try await run.feed().last { $0["type"] == "io.maru.profile.changed" }?["data"])
            #expect(told["removedIdentities"] == [["namespace": "email", "value": "anna@mail.example"]])
            #expect(told["identities"]?.arrayValue?.map { $0["value"] } == ["anna.kim@mail.example"])
            #expect(told["traits"]?["email"]?["value"] == "anna.kim@mail.example")
            let audit = try await installation.get("/v1/audit").text.lowercased()
            #expect(audit.contains("case.started") && !audit.contains("@mail.example"))
            // The address was somebody else's: who comes with it now is not Anna.
            let other: JSONValue = ["type": "identify", "userId": "u9", "traits": ["email": "anna@mail.example"]]
            try await installation.post("/v1/batch", ["batch": [other]], key: installation.keys.write)
            let owner = try await owner("email:anna@mail.example", installation)
            #expect(try await owner == self.owner("userId:u9", installation) && owner != anna)
        }
    }

    @Test("leave nothing of what was wrong where another list, or an un-merge, could bring it back", arguments: TestEngine.available)
    func nothingBehind(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let run = CaseRun(installation: installation)
            let anna = try await run.seed()
            let other: JSONValue = ["type": "identify", "userId": "u8", "traits": ["email": "wrong@mail.example", "city": "Busan"]]
            try await installation.post("/v1/batch", ["batch": [other]], key: installation.keys.write)
            let second = try await owner("userId:u8", installation)
            let body: JSONValue = ["with": .string(second ?? ""), "reason": "one person"]
            #expect(try await installation.post("/v1/profiles/\(anna)/merge", body).status == .created)
            let said: JSONValue = [
                "type": "identify", "userId": "u1", "messageId": "z1", "context": ["zeroParty": true], "traits": ["city": "Nowhere"],
            ]
            try await installation.post("/v1/batch", ["batch": [said]], key: installation.keys.write)
            _ = try await run.start(
                "correct",
                ["identities": [["namespace": "email", "from": "wrong@mail.example"]], "traits": ["city": "Daegu"]])
            for table in ["profile_merge", "trait"] {
                let rows = try await installation.database.read { tx in try tx.rows("SELECT * FROM \(table)") }
                #expect(!"\(rows)".contains("wrong@mail.example"), "\(table)")
            }
            try await installation.post("/v1/source-priorities/%2A", ["sources": ["web"]], method: .put)
            try await installation.jobsEnded()
            #expect(try await installation.get("/v1/profiles/\(anna)").json["traits"]?["city"]?["value"] == "Daegu")
        }
    }

    @Test("add and take away alone, and count whom a member number makes known", arguments: TestEngine.available)
    func known(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let run = CaseRun(installation: installation)
            let anna = try await run.seed()
            #expect(try await installation.get("/v1/profiles/counts").json["known"] == 2)
            let gone = try await run.start(
                "correct", ["identities": [["namespace": "userId", "from": "u1"], ["namespace": "phone", "to": "010-2345-6789"]]])
            #expect(try await owner("userId:u1", installation) == nil)
            #expect(try await owner("phone:+821023456789", installation) == anna)
            #expect(try await installation.get("/v1/profiles/counts").json["known"] == 1)
            try await confirmed(gone, run)
            _ = try await run.start("correct", ["identities": [["namespace": "userId", "to": "u7"]]])
            #expect(try await owner("userId:u7", installation) == anna)
            #expect(try await installation.get("/v1/profiles/counts").json["known"] == 2)
        }
    }

    @Test("agree among each other: what one takes away and another calls right stays, what two add is added once")
    func together() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            let run = CaseRun(installation: installation)
            let anna = try await run.seed()
            let first = try await run.start("correct", ["identities": [["namespace": "userId", "to": "u8"]]])
            try await confirmed(first, run)
            _ = try await run.start(
                "correct",
                [
                    "identities": [
                        ["namespace": "userId", "from": "u1", "to": "u8"], ["namespace": "userId", "from": "u8", "to": "u1"],
                        ["namespace": "phone", "to": "010-2345-6789"], ["namespace": "phone", "to": "+82 10 2345 6789"],
                    ]
                ])
            for identity in ["userId:u1", "userId:u8", "phone:+821023456789"] {
                #expect(try await owner(identity, installation) == anna, "\(identity)")
            }
        }
    }

    @Test("are refused where they could not be carried out, with what to change")
    func refusals() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            let run = CaseRun(installation: installation)
            _ = try await run.seed()
            let erased: JSONValue = ["type": "identify", "userId": "u5", "traits": ["email": "erased@mail.example"]]
            try await installation.post("/v1/batch", ["batch": [erased]], key: installation.keys.write)
            _ = try await run.start("erase", ["subject": ["identity": ["namespace": "userId", "value": "u5"]]])
            for (correction, pointer) in [
                (["namespace": "email", "from": "nobody@mail.example"], "/identities/0/from"),
                (["namespace": "email", "to": "test@test.com"], "/identities/0/to"),
                (["namespace": "email", "to": "not an address"], "/identities/0/to"),
                (["namespace": "email", "to": "erased@mail.example"], "/identities"),
                (["namespace": "email", "from": "anna@mail.example", "to": "ANNA@mail.example"], "/identities/0"),
                (["namespace": "email"], "/identities/0"), (["namespace": "badge", "to": "7"], "/identities/0/namespace"),
                (["namespace": "email", "to": ""], "/identities/0"), (["namespace": "email", "too": "a@b.kr"], "/identities/0"),
            ] as [(JSONValue, String)] {
                let answer = try await open([correction], installation)
                #expect(answer.problem == "validation", "\(correction)")
                let faults = try answer.json["errors"]?.arrayValue?.map { $0["pointer"]?.stringValue }
                #expect(faults == [pointer], "\(correction)")
            }
            let all: [JSONValue] = [
                ["namespace": "email", "from": "anna@mail.example"], ["namespace": "userId", "from": "u1"],
                ["namespace": "anonymousId", "from": "d1"],
            ]
            #expect(try await open(all, installation).text.contains("leave the person an identity"))
            let many = (1...20).map { JSONValue.object(["namespace": "email", "to": .string("a\($0)@mail.example")]) }
            #expect(try await open(many, installation).text.contains("at most 10 of email"))
            let taken = try await open([["namespace": "userId", "to": "u2"]], installation)
            #expect(taken.problem == "identity-taken" && taken.status == .conflict)
            #expect(try await taken.json["profileId"]?.stringValue == owner("userId:u2", installation))
        }
    }

    @Test("are looked at again when the case runs: what became somebody else's meanwhile stays theirs", arguments: TestEngine.available)
    func meanwhile(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let run = CaseRun(installation: installation)
            let anna = try await run.seed()
            let change: JSONValue = ["namespace": "email", "from": "anna@mail.example", "to": "kim@mail.example"]
            let id = try await run.open("correct", ["identities": [change]])
            let other: JSONValue = ["type": "identify", "userId": "u3", "traits": ["email": "kim@mail.example"]]
            try await installation.post("/v1/batch", ["batch": [other]], key: installation.keys.write)
            try await installation.post("/v1/cases/\(id)/identity-check", ["method": "signedIn"])
            #expect(try await installation.post("/v1/cases/\(id)/run", [:]).problem == "identity-taken")
            #expect(try await run.show(id)["state"] == "verified")
            #expect(try await owner("email:anna@mail.example", installation) == anna)
        }
    }

    @Test("leave nothing of what was wrong with the person: not in the case, nor in cases opened before", arguments: TestEngine.available)
    func forgotten(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let run = CaseRun(installation: installation)
            let anna = try await run.seed()
            let access = try await run.start("access")
            _ = try await run.await("Profile's part", { $0["bundleUntil"] != nil }, of: access)
            for service in ServiceName.allCases where service != .profile { try await run.confirm(access, "access", as: service) }
            _ = try await run.await("completion", { $0["state"] == "completed" }, of: access)
            #expect(try await installation.get("/v1/cases/\(access)/bundle").text.contains("anna@mail.example"))
            let erasure = try await run.open("erase", [:])
            let id = try await run.start(
                "correct", ["identities": [["namespace": "email", "from": "anna@mail.example", "to": "kim@mail.example"]]])
            for item in [id, erasure] {
                let shown = try await installation.get("/v1/cases/\(item)").text
                #expect(!shown.contains("anna@mail.example"), "\(shown)")
            }
            #expect(try await installation.get("/v1/cases/\(access)/bundle").status == .notFound)
            #expect(try await installation.get("/v1/cases/\(access)").json["bundleUntil"] == nil)
            let stated = try await installation.get("/v1/profiles/\(anna)/traits").text
            #expect(stated.contains("kim@mail.example") && !stated.contains("anna@mail.example"), "\(stated)")
            let found = try await installation.get("/v1/cases?identity=email:anna@mail.example").json["items"]
            #expect(found == [], "nor does it lead to them")
            try await confirmed(id, run)
            let other: JSONValue = ["type": "identify", "userId": "u9", "traits": ["email": "anna@mail.example"]]
            try await installation.post("/v1/batch", ["batch": [other]], key: installation.keys.write)
            try await installation.post("/v1/cases/\(erasure)/identity-check", ["method": "signedIn"])
            #expect(try await installation.post("/v1/cases/\(erasure)/run", [:]).status.code < 300)
            #expect(try await owner("email:kim@mail.example", installation) == nil)
            let kept = try await owner("email:anna@mail.example", installation)
            #expect(kept != nil && kept != anna)
            let later: JSONValue = [
                "type": "track", "userId": "u9", "event": "Visited", "context": ["traits": ["email": "anna@mail.example"]],
            ]
            let answer = try await installation.post("/v1/batch", ["batch": [later]], key: installation.keys.write)
            #expect(answer.status == .ok)
            #expect(
                try await installation.get("/v1/profiles/\(kept ?? "")/timeline").text.contains("Visited"),
                "an address of somebody else is not blocked")
        }
    }

    private func open(_ corrections: [JSONValue], _ installation: TestInstallation) async throws -> TestResponse {
        try await installation.post(
            "/v1/cases",
            ["kind": "correct", "subject": ["identity": ["namespace": "userId", "value": "u1"]], "identities": .array(corrections)])
    }

    private func confirmed(_ id: String, _ run: CaseRun) async throws {
        for service in ServiceName.allCases where service != .profile { try await run.confirm(id, "correct", as: service) }
        _ = try await run.await("completion", { $0["state"] == "completed" }, of: id)
    }

    private func owner(_ identity: String, _ installation: TestInstallation) async throws -> String? {
        let identity = identity.replacing("+", with: "%2B")
        return try await installation.get("/v1/profiles?identity=\(identity)").json["items"]?.arrayValue?.first?["id"]?.stringValue
    }
}
