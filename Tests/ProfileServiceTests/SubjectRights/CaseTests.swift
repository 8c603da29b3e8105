import CommonModels
import HTTPTypes
import HummingbirdTesting
import ServiceKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("A case about a person's data")
struct CaseTests {
    @Test("runs only after somebody checked who asks, and is done with the sixth confirmation", arguments: TestEngine.available)
    func steps(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let run = CaseRun(installation: installation)
            _ = try await run.seed()
            let id = try await run.open("restrict")
            #expect(try await installation.post("/v1/cases/\(id)/run", [:]).problem == "case-out-of-order")
            try await installation.post("/v1/cases/\(id)/identity-check", ["method": "callBack", "note": "ticket 7"])
            #expect(try await installation.post("/v1/cases/\(id)/identity-check", ["method": "callBack"]).problem == "case-out-of-order")
            #expect(try await installation.post("/v1/cases/\(id)/run", [:]).status == .accepted)
            for service in ServiceName.allCases where service != .profile && service != .journey {
                #expect(try await run.confirm(id, "restrict", as: service).status == .noContent)
                #expect(try await run.confirm(id, "restrict", as: service).status == .noContent)
            }
            let waiting = try await run.await("Profile's confirmation", { $0["waitingFor"] == ["journey"] }, of: id)
            #expect(waiting["state"] == "running" && waiting["confirmations"]?.arrayValue?.count == 5)
            try await run.confirm(id, "restrict", as: .journey)
            #expect(try await run.show(id)["state"] == "completed")
        }
    }

    @Test("takes confirmations from services only, and only of what was asked")
    func confirmations() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            let run = CaseRun(installation: installation)
            _ = try await run.seed()
            let id = try await run.start("restrict")
            let body: JSONValue = ["action": "restrict", "appliedAt": "2026-09-17T03:00:00Z", "left": 0, "counts": []]
            #expect(try await installation.post("/v1/cases/\(id)/confirmations", body).problem == "forbidden")
            #expect(try await run.confirm(id, "erase", as: .segment).problem == "case-out-of-order")
        }
    }

    @Test("tells everybody what may not be done, and ends it when it is lifted", arguments: TestEngine.available)
    func restriction(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let run = CaseRun(installation: installation)
            let profile = try await run.seed()
            let restricted = try await run.start("restrict")
            let objected = try await run.start("object", ["purposes": ["marketing"]])
            for service in ServiceName.allCases where service != .profile { try await run.confirm(restricted, "restrict", as: service) }
            _ = try await run.await("completion", { $0["state"] == "completed" }, of: restricted)
            #expect(try await installation.post("/v1/cases/\(restricted)/lift", [:]).status == .accepted)
            #expect(try await installation.post("/v1/cases/\(objected)/lift", [:]).problem == "case-out-of-order")
            let told = try await run.feed().filter { $0["type"] == "io.maru.profile.rights" }
            #expect(told.allSatisfy { $0["subject"]?.stringValue == profile })
            #expect(
                told.map { $0["data"]?["restriction"] } == [
                    ["isRestricted": true, "objections": []], ["isRestricted": true, "objections": ["marketing"]],
                    ["isRestricted": false, "objections": ["marketing"]],
                ])
            for service in ServiceName.allCases where service != .profile { try await run.confirm(restricted, "lift", as: service) }
            _ = try await run.await("the end of it", { $0["state"] == "lifted" }, of: restricted)
        }
    }

    @Test("what one of two said holds for that one again when a merge is undone", arguments: TestEngine.available)
    func unmerge(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let run = CaseRun(installation: installation)
            let anna = try await run.seed()
            _ = try await run.start("object", ["purposes": ["marketing"]])
            let found = try await installation.get("/v1/profiles?identity=userId:u2").json["items"]?.arrayValue?.first
            let other = try #require(found?["id"]?.stringValue)
            let merged = try await installation.post("/v1/profiles/\(other)/merge", ["with": .string(anna), "reason": "same person"])
            #expect(merged.status == .created, "\(merged.text)")
            let list = try await installation.get("/v1/profiles/\(other)/merges").json["items"]?.arrayValue?.first
            let number = try #require(list?["id"]?.intValue)
            let parted = try await installation.post("/v1/merges/\(number)/unmerge", ["reason": "they are two"])
            #expect(parted.status == .ok, "\(parted.text)")
            let told = try #require(try await run.feed().last { $0["type"] == "io.maru.profile.unmerged" }?["data"])
            #expect(told["restoredProfileId"]?.stringValue == anna)
            #expect(told["restriction"] == ["isRestricted": false, "objections": ["marketing"]])
            #expect(told["survivorRestriction"] == ["isRestricted": false, "objections": []])
        }
    }

    @Test("writes what the person says is right, with the case as its source, and no value into the log", arguments: TestEngine.available)
    func correction(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let run = CaseRun(installation: installation)
            let profile = try await run.seed()
            let id = try await run.start("correct", ["traits": ["city": "Jeju-si", "name": .null]])
            let traits = try await installation.get("/v1/profiles/\(profile)").json["traits"]
            #expect(traits?["city"]?["value"] == "Jeju-si" && traits?["city"]?["source"]?.stringValue == id && traits?["name"] == nil)
            let types = try await run.feed().suffix(2).map { $0["type"]?.stringValue }
            #expect(types == ["io.maru.profile.changed", "io.maru.profile.rights"])
            #expect(try await !installation.get("/v1/audit").text.contains("Jeju-si"))
        }
    }

    @Test("what is not right is taken back also where it was guessed or computed", arguments: TestEngine.available)
    func guesses(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let run = CaseRun(installation: installation)
            let profile = try await run.seed()
            for day in 0..<3 {
                installation.time.advance(by: .days(1))
                let page: JSONValue = [
                    "type": "page", "userId": "u1", "messageId": .string("p\(day)"), "context": ["locale": "ko-KR"],
                ]
                try await installation.post("/v1/batch", ["batch": [page]], key: installation.keys.write)
            }
            let path = "/v1/profiles/\(profile)"
            #expect(try await installation.get(path).json["traits"]?["locale"]?["value"] == "ko-KR")
            _ = try await run.start("correct", ["traits": ["locale": .null]])
            #expect(try await installation.get(path).json["traits"]?["locale"] == nil)
        }
    }

    @Test("gives nobody a row of somebody else that happens to hold a number of theirs", arguments: TestEngine.available)
    func othersRows(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let run = CaseRun(installation: installation)
            func call(_ user: String, _ properties: JSONObject) -> JSONValue {
                ["type": "track", "userId": .string(user), "properties": .object(properties)]
            }
            let known: JSONValue = ["type": "identify", "userId": "7", "traits": ["email": "anna@mail.example"]]
            let batch: JSONValue = [known, call("bora", ["quantity": 7, "mail": "bora@mail.example"]), call("7", ["mine": true])]
            try await installation.post("/v1/batch", ["batch": batch], key: installation.keys.write)
            let id = try await run.start("access")
            _ = try await run.await("Profile's part", { $0["bundleUntil"] != nil }, of: id)
            let bundle = try await installation.get("/v1/cases/\(id)/bundle")
            let refused = try bundle.json["services"]?["profile"]?["ingest_rejection"]?.arrayValue ?? []
            #expect(refused.count == 1 && !bundle.text.contains("bora") && bundle.text.contains("mine"))
        }
    }

    @Test("gathers what a service holds, once fetched as JSON and as CSV, until its time is over", arguments: TestEngine.available)
    func access(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let run = CaseRun(installation: installation)
            _ = try await run.seed()
            let id = try await run.start("access")
            let gathered = try await run.await("Profile's part", { $0["bundleUntil"] != nil }, of: id)
            // Neighbours are nowhere: the case says for whom it waits.
            #expect(gathered["waitingFor"]?.arrayValue?.count == 5 && gathered["state"] == "running")
            let bundle = try await installation.get("/v1/cases/\(id)/bundle")
            #expect(try bundle.json["services"]?["profile"]?["trait"]?.arrayValue?.count == 3)
            #expect(try bundle.json["services"]?["profile"]?["event"]?.arrayValue?.count == 3)
            let refused = try #require(try bundle.json["services"]?["profile"]?["ingest_rejection"]?.arrayValue)
            #expect(refused.map { $0["refused"]?.stringValue?.contains("anna@mail.example") } == [true], "refused, and yet theirs")
            let table = try await installation.get("/v1/cases/\(id)/bundle/profile/trait")
            #expect(table.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(
                table.text.hasPrefix("name,kind,value,at,source,reason,previous,overruled\r\n")
                    && table.text.contains("city,firstParty,Busan,"))
            #expect(try await installation.get("/v1/audit?object=\(id)").text.contains("case.downloaded"))
            installation.time.advance(by: .days(15))
            #expect(try await installation.get("/v1/cases/\(id)/bundle").status == .notFound)
        }
    }

    @Test("is due in 30 days, or in 10 under Korean law, and the most pressing stands first")
    func due() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            let run = CaseRun(installation: installation)
            _ = try await run.seed()
            let later = try await run.open("access")
            let sooner = try await run.open("restrict", ["law": "pipa"])
            let now = installation.time.clock.now()
            #expect(try await run.show(later)["dueAt"]?.stringValue == (now + .days(30)).rfc3339)
            let listed = try await installation.get("/v1/cases?limit=1").json
            #expect(listed["items"]?.arrayValue?.map { $0["id"]?.stringValue } == [sooner])
            let next = try await installation.get("/v1/cases?limit=1&after=\(listed["next"]?.stringValue ?? "")").json
            #expect(next["items"]?.arrayValue?.map { $0["id"]?.stringValue } == [later] && next["next"] == nil)
            installation.time.advance(by: .days(11))
            #expect(try await run.show(sooner)["isOverdue"] == true)
            try await installation.post("/v1/cases/\(sooner)/refusal", ["reason": "manifestly unfounded"])
            #expect(try await installation.get("/v1/cases?pending=false").json["items"]?.arrayValue?.count == 1)
        }
    }

    @Test("is opened once, for somebody who is known, by somebody who may")
    func opening() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            let run = CaseRun(installation: installation)
            _ = try await run.seed()
            let body: JSONValue = ["kind": "erase", "subject": ["identity": ["namespace": "userId", "value": "u1"]]]
            #expect(try await installation.post("/v1/cases", body).status == .created)
            #expect(try await installation.post("/v1/cases", body).problem == "case-already-open")
            let nobody: JSONValue = ["kind": "erase", "subject": ["identity": ["namespace": "userId", "value": "nobody"]]]
            #expect(try await installation.post("/v1/cases", nobody).problem == "validation")
            #expect(
                try await installation.post("/v1/cases", ["kind": "object", "subject": body["subject"] ?? .null]).problem == "validation")
            let key = try installation.keys.server(.profileRead, .profileWrite)
            #expect(try await installation.post("/v1/cases", body, key: key).problem == "forbidden")
        }
    }
}
