import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ProjectionKit
import SegmentService
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@Suite("Policies over segments")
struct SegmentPolicyTests {
    private func make(_ app: TestInstallation, _ key: String, _ rule: JSONValue) async throws -> String {
        let created = try await app.post("/v1/segments", ["key": .string(key), "name": ["ko": "이름", "en": "Name"], "rule": rule])
        let address = try #require(created.headers[.location])
        #expect(try await app.post(address + "/activate", [:], headers: [.ifMatch: "*"]).status == .accepted)
        return address
    }

    @Test("a list of members leaves only as policies allow; the refusal names policy and field", arguments: TestEngine.available)
    func export(engine: TestEngine) async throws {
        try await TestInstallation.of(SegmentService.self, engine: engine) { app in
            let reachable = try await make(app, "reachable", ["trait": "email", "exists": true])
            let rich = try await make(app, "rich", ["all": [["trait": "tier", "is": "gold"], ["trait": "income", "atLeast": 9]]])
            let plain = try await make(app, "plain", ["trait": "tier", "is": "gold"])
            let key = try app.keys.server(.segmentRead)
            func ask(_ path: String) async throws -> TestResponse { try await app.send(.get, path, key: key) }
            let refused = try await ask(rich + "/members?purpose=marketing")
            #expect(refused.status == .forbidden && refused.problem == "policy-violated")
            #expect(try refused.json["policy"] == "financial-not-exported" && refused.json["field"] == "trait:income")
            let unsaid = try await ask(reachable + "/members")
            #expect(try unsaid.json["policy"] == "contact-leaves-for-a-purpose" && unsaid.json["field"] == "trait:email")
            #expect(try await ask(reachable + "/members?purpose=resale").status == .forbidden)
            #expect(try await ask(reachable + "/members?purpose=marketing").status == .ok)
            #expect(try await ask(plain + "/members").status == .ok)
            // A person's download is one too; our own services were asked when the segment went live.
            let person = try await app.session(of: [.administrator])
            #expect(try await app.send(.get, rich + "/members", key: nil, headers: person).status == .forbidden)
            let journey = try await app.token(of: .journey)
            #expect(try await app.send(.get, rich + "/members", key: journey).status == .ok)
        }
    }

    @Test("a segment that mentions another one leaves no sooner than that one", arguments: TestEngine.available)
    func mentioned(engine: TestEngine) async throws {
        try await TestInstallation.of(SegmentService.self, engine: engine) { app in
            let rich = try await make(app, "rich", ["trait": "income", "atLeast": 9])
            let id = try #require(rich.split(separator: "/").last.map(String.init))
            let near = try await make(app, "near", ["segment": .string(id)])
            let nearID = try #require(near.split(separator: "/").last.map(String.init))
            let far = try await make(app, "far", ["all": [["trait": "tier", "is": "gold"], ["segment": .string(nearID)]]])
            for address in [near, far] {
                let refused = try await app.send(.get, address + "/members", key: try app.keys.server(.segmentRead))
                #expect(refused.status == .forbidden, "\(address)")
                #expect(try refused.json["policy"] == "financial-not-exported" && refused.json["field"] == "trait:income")
            }
        }
    }

    @Test(
        "a preview tells nothing no segment may look at, and of what the reader may not read no small groups",
        arguments: TestEngine.available)
    func previews(engine: TestEngine) async throws {
        try await TestInstallation.of(SegmentService.self, engine: engine) { app in
            var script = FeedScript()
            let now = app.time.clock.now()
            let people: [ProfileID] = (0..<30).map { _ in IDGenerator.system().next() }
            let events = people.enumerated().map { script.traits(["income": .integer(Int64($0)), "tier": "gold"], of: $1, at: now) }
            try await app.database.write { tx in _ = try ProjectionApplier().apply(events, in: tx) }
            func preview(_ rule: JSONValue, as roles: [Role]) async throws -> TestResponse {
                var headers = try await app.session(of: roles)
                headers[.contentType] = "application/json"
                let body = JSONValue.object(["rule": rule]).serialized
                return try await app.send(.post, "/v1/segments/preview", key: nil, headers: headers, body: ByteBuffer(string: body))
            }
            let sensitive = try await preview(["trait": "health_condition", "is": "HIV"], as: [.administrator])
            #expect(sensitive.status == .forbidden && sensitive.problem == "policy-violated")
            let one = try await preview(["trait": "income", "is": 7], as: [.marketer]).json
            #expect(one["size"] == 0 && one["isExact"] == false && one["sample"] == [] && one["marginOfError"] == 20)
            #expect(one["masked"] == [["field": "trait:income", "labels": ["financial"]]])
            let many = try await preview(["trait": "income", "atLeast": 5], as: [.marketer]).json
            #expect(many["size"] == 25 && many["sample"] == [])
            let whole = try await preview(["trait": "income", "is": 7], as: [.administrator]).json
            #expect(whole["size"] == 1 && whole["sample"] == [.string(people[7].rawValue)] && whole["masked"] == nil)
        }
    }

    @Test("why somebody is in shows nothing the reader's roles do not read, and says so", arguments: TestEngine.available)
    func explanation(engine: TestEngine) async throws {
        try await TestInstallation.of(SegmentService.self, engine: engine) { app in
            let rich = try await make(app, "rich", ["all": [["trait": "tier", "is": "gold"], ["trait": "income", "atLeast": 9]]])
            let person: ProfileID = IDGenerator.system().next()
            var script = FeedScript()
            let event = script.traits(["income": 91_000, "tier": "gold"], of: person, at: app.time.clock.now())
            try await app.database.write { tx in _ = try ProjectionApplier().apply([event], in: tx) }
            func ask(_ path: String, as roles: [Role]) async throws -> TestResponse {
                try await app.send(.get, path, key: nil, headers: try await app.session(of: roles))
            }
            for path in ["\(rich)/explain?profileId=\(person)", "/v1/profiles/\(person)/segments"] {
                #expect(!(try await ask(path, as: [.marketer]).text.contains("91000")), "\(path)")
            }
            let shown = try await ask("\(rich)/explain?profileId=\(person)", as: [.marketer])
            #expect(try shown.json["masked"] == [["field": "trait:income", "labels": ["financial"]]])
            #expect(shown.text.contains("현재: 가림") && shown.text.contains("now: masked"))
            let whole = try await ask("\(rich)/explain?profileId=\(person)", as: [.administrator])
            #expect(try whole.text.contains("91000") && whole.json["masked"] == nil)
            let id = try #require(rich.split(separator: "/").last)
            let page = try await ask("/ui/segment/\(id)?profileId=\(person)&lang=ko", as: [.marketer]).text
            #expect(page.contains("가려진 값이 있습니다") && page.contains("현재: 가림") && !page.contains("91,000") && !page.contains("91000"))
        }
    }
}
