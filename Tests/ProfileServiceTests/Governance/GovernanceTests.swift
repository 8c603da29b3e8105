import CommonModels
import HTTPTypes
import HummingbirdTesting
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Governance")
struct GovernanceTests {
    private static let book: JSONValue = [
        "labels": [["field": "trait:shoe*", "label": "feet"]],
        "policies": [
            ["key": "no-feet", "label": "feet", "actions": ["decision", "message"], "effect": "allow", "purposes": ["analytics"]]
        ],
    ]

    @Test("names policy and field in a refusal, and tells everybody of a new book", arguments: TestEngine.available)
    func policies(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let standard = try await installation.get("/v1/policies")
            #expect(standard.headers[.eTag] == EntityTag.text(version: 0))
            let asked: JSONValue = ["action": "decision", "fields": ["trait:city", "trait:shoeSize"], "purpose": "marketing"]
            #expect(try await installation.post("/v1/policies/check", asked).json["allowed"] == true)
            let tag: HTTPFields = [.ifMatch: standard.headers[.eTag] ?? ""]
            let replaced = try await installation.post("/v1/policies", Self.book, method: .put, headers: tag)
            #expect(replaced.status == .ok)
            #expect(try replaced.json["version"] == 1)
            #expect(try await installation.post("/v1/policies", Self.book, method: .put, headers: tag).status == .preconditionFailed)
            let refused = try await installation.post("/v1/policies/check", asked).json
            #expect(refused["refusals"] == [["policy": "no-feet", "field": "trait:shoeSize", "label": "feet"]])
            let told = try await installation.get("/v1/feed?topic=governance").json.arrayValue ?? []
            #expect(told.map { $0["data"]?["policies"]?.arrayValue?.count } == [1])
            let bad: JSONValue = ["labels": [["field": "shoe", "label": "feet"]], "policies": []]
            let answer = try await installation.post("/v1/policies", bad, method: .put, headers: [.ifMatch: "*"])
            #expect(answer.problem == "validation")
            #expect(try answer.json["errors"]?.arrayValue?.first?["pointer"] == "/labels/0")
        }
    }

    @Test(
        "a computed trait holds what its events hold: policies and masks count it, and everybody is told", arguments: TestEngine.available)
    func inherited(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            func labels(_ labels: [JSONValue]) -> JSONValue {
                [
                    "labels": .array(labels),
                    "policies": [["key": "no-clinic", "label": "clinic", "actions": ["message"], "effect": "deny"]],
                    "reads": [["role": "marketer", "labels": []]],
                ]
            }
            func visits(_ properties: [JSONValue]) -> JSONValue {
                [
                    "name": ["ko": "방문", "en": "Visits"], "events": ["Clinic Visited"], "aggregate": "last",
                    "properties": .array(properties), "where": [["property": "ward", "in": ["a", "b"]]],
                ]
            }
            let asked: JSONValue = ["action": "message", "fields": ["trait:lastVisit"], "purpose": "marketing"]
            func refusal() async throws -> JSONValue? { try await installation.post("/v1/policies/check", asked).json["refusals"] }
            let path = "/v1/computed-traits/lastVisit"
            #expect(try await installation.post(path, visits(["doctor"]), method: .put, headers: [.ifNoneMatch: "*"]).status == .ok)
            #expect(try await installation.get("/v1/feed?topic=governance").json == [])
            for (pattern, source) in [
                ("event:Clinic*.doctor", "event:Clinic Visited.doctor"), ("event:*.ward", "event:Clinic Visited.ward"),
                ("event:Clinic Visited", "event:Clinic Visited"),
            ] {
                let book = labels([["field": .string(pattern), "label": "clinic"]])
                #expect(try await installation.post("/v1/policies", book, method: .put, headers: [.ifMatch: "*"]).status == .ok)
                #expect(try await refusal() == [["policy": "no-clinic", "field": "trait:lastVisit", "label": "clinic"]])
                let inherited: JSONValue = [["field": "trait:lastVisit", "label": "clinic", "from": .string(source)]]
                #expect(try await installation.get("/v1/policies/inherited").json["items"] == inherited)
                let told = try await installation.get("/v1/feed?topic=governance").json.arrayValue?.last?["data"]
                #expect(told?["inherited"] == inherited)
                #expect(try await installation.get("/v1/policies").json["inherited"] == nil, "what people state stays theirs")
            }
            let visit: JSONValue = [
                "type": "track", "event": "Clinic Visited", "userId": "u1", "properties": ["doctor": "Kim", "ward": "a"],
            ]
            try await installation.post("/v1/batch", ["batch": [visit]], key: installation.keys.write)
            let found = try await installation.get("/v1/profiles?identity=userId:u1").json["items"]?.arrayValue?.first
            let customer = "/ui/profile/customers/\(try #require(found?["id"]?.stringValue))"
            #expect(try await installation.page(customer, as: [.marketer]).text.contains("lastVisit"))
            #expect(try await !installation.page(customer, as: [.marketer]).text.contains("Kim"))
            // Without the label in what it is computed from, the trait is free again.
            let free = labels([["field": "trait:other", "label": "clinic"]])
            try await installation.post("/v1/policies", free, method: .put, headers: [.ifMatch: "*"])
            #expect(try await refusal() == [])
            #expect(try await installation.page(customer, as: [.marketer]).text.contains("Kim"))
            let versions = try await installation.get("/v1/feed?topic=governance").json.arrayValue?.compactMap {
                $0["data"]?["version"]?.intValue
            }
            #expect(versions == versions?.sorted() && Set(versions ?? []).count == 4)
        }
    }

    @Test("ends events past their days and profiles nobody sees, step by step", arguments: TestEngine.available)
    func retention(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { installation in
            let now = installation.time.clock.now()
            func event(_ name: String, _ user: String, daysAgo: Int64) -> JSONValue {
                [
                    "type": "track", "event": .string(name), "userId": .string(user), "timestamp": .string((now - .days(daysAgo)).rfc3339),
                    "messageId": .string("\(name)-\(user)-\(daysAgo)"),
                ]
            }
            func page(_ name: String?, daysAgo: Int64) -> JSONValue {
                [
                    "type": "page", "name": name.map { .string($0) } ?? .null, "userId": "u1",
                    "timestamp": .string((now - .days(daysAgo)).rfc3339), "messageId": .string("page-\(name ?? "")-\(daysAgo)"),
                ]
            }
            let batch: JSONValue = [
                event("View", "u1", daysAgo: 50), event("View", "u1", daysAgo: 1), event("Buy", "u1", daysAgo: 50),
                event("Buy", "u2", daysAgo: 400), event("Buy", "u3", daysAgo: 400), page(nil, daysAgo: 45), page(nil, daysAgo: 20),
                page("Kept", daysAgo: 45),
            ]
            try await installation.post("/v1/batch", ["batch": batch], key: installation.keys.write)
            let refusal: JSONValue = ["purpose": "marketing", "channel": "email", "status": "denied"]
            try await installation.post(
                "/v1/track",
                [
                    "event": "Consent Updated", "userId": "u2", "properties": refusal, "messageId": "refused",
                    "timestamp": .string((now - .days(401)).rfc3339),
                ], key: installation.keys.write)
            let asked = try await installation.post(
                "/v1/cases",
                ["kind": "object", "purposes": ["marketing"], "subject": ["identity": ["namespace": "userId", "value": "u3"]]])
            #expect(asked.status == .created)
            let rules: JSONValue = [
                "events": [["name": "View", "days": 40], ["name": "Kept", "days": 60], ["type": "page", "days": 30]], "dormantDays": 365,
            ]
            let saved = try await installation.post("/v1/retention", rules, method: .put, headers: [.ifMatch: "*"])
            let kept = try saved.json["events"]
            #expect(kept == [["name": "Kept", "days": 60], ["name": "View", "days": 40], ["type": "page", "days": 30]])
            let told = try await installation.get("/v1/feed?topic=governance").json.arrayValue?.last
            #expect(told?["type"] == "io.maru.profile.retention" && told?["data"] == ["version": 1, "events": kept ?? .null])
            let wrongs: [JSONValue] = [
                ["name": "a", "type": "page", "days": 40], ["name": "a", "type": "visit", "days": 40],
                ["name": 5, "type": "page", "days": 40], ["days": 40], ["type": "visit", "days": 40], ["type": "page", "days": 3],
            ]
            for wrong in wrongs {
                let refused = try await installation.post("/v1/retention", ["events": [wrong]], method: .put, headers: [.ifMatch: "*"])
                #expect(refused.status == .unprocessableContent)
            }
            let job = try await installation.post("/v1/retention/run", [:]).json["id"]?.stringValue ?? ""
            try await Self.finished(job, installation)
            let names = try await installation.database.read { tx in
                try tx.rows("SELECT message_id FROM event ORDER BY message_id").map { try $0.text("message_id") }
            }
            #expect(names == ["Buy-u1-50", "Buy-u3-400", "View-u1-1", "page--20", "page-Kept-45"])
            let waiting = try await installation.get("/v1/profiles?identity=userId:u3").json["items"]?.arrayValue
            #expect(waiting?.count == 1, "whoever waits for an answer is not forgotten")
            #expect(try await installation.get("/v1/profiles?identity=userId:u2").json["items"] == [])
            let all = try await installation.get("/v1/feed?topic=governance").json.arrayValue ?? []
            #expect(all.map { $0["type"] } == ["io.maru.profile.retention", "io.maru.profile.erased"])
            #expect(all.last?["data"]?["caseId"] == nil)
            let proofs = try await installation.database.read { tx in
                try tx.rows("SELECT profile_id, status FROM consent_record").map { [try $0.text("profile_id"), try $0.text("status")] }
            }
            #expect(proofs == [[ConsentProof.nobody, "denied"]], "what was said stays, who said it does not")
            // Nobody asked for it: who comes again is taken.
            let again = try await installation.post("/v1/track", ["event": "Back", "userId": "u2"], key: installation.keys.write)
            #expect(again.status == .ok)
        }
    }

    private static func finished(_ job: String, _ installation: TestInstallation) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let state = try await installation.get("/v1/jobs/\(job)").json["state"]?.stringValue
            if state == "succeeded" { return }
            try #require(state != "failed")
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("the job did not end")
    }
}
