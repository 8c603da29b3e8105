import CommonModels
import HTTPTypes
import HummingbirdTesting
import ServiceKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Identity over HTTP")
struct IdentityRoutesTests {
    private static func person(_ user: String, _ app: TestInstallation, _ traits: JSONObject = [:]) async throws -> String {
        let call: JSONValue = ["type": "identify", "userId": .string(user), "traits": .object(traits)]
        try await app.post("/v1/batch", ["batch": [call]], key: app.keys.write)
        let found = try await app.get("/v1/profiles?identity=userId:\(user)").json
        return try #require(found["items"]?.arrayValue?.first?["id"]?.stringValue)
    }

    @Test("a merge is previewed, made, listed, audited, undone and not undone twice", arguments: TestEngine.available)
    func merging(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { app in
            let kim = try await Self.person("kim", app, ["plan": "gold", "phone": "010-1234-5670"])
            app.time.advance(by: .seconds(1))
            let lee = try await Self.person("lee", app, ["plan": "free", "size": "M"])
            let preview = try await app.post("/v1/profiles/\(kim)/merge", ["with": .string(lee), "preview": true])
            #expect(preview.status == .ok)
            let plan = try preview.json["traits"]?.arrayValue?.first { $0["name"] == "plan" }
            #expect(plan?["isConflict"] == true && plan?["wins"] == "merged")
            let counted = try preview.json["events"]
            #expect(counted?["survivor"] == 1 && counted?["merged"] == 1 && counted?["total"] == 2, "\(preview.text)")
            #expect(try await app.get("/v1/profiles/counts").json["merged"] == 0, "a preview changes nothing")
            #expect(try await app.post("/v1/profiles/\(kim)/merge", ["with": .string(lee)]).status == .unprocessableContent)
            let made = try await app.post("/v1/profiles/\(kim)/merge", ["with": .string(lee), "reason": "one card, two numbers"])
            #expect(made.status == .created)
            let number = try #require(try made.json["mergeId"]?.intValue)
            #expect(try await app.get("/v1/profiles/\(lee)").json["id"] == .string(kim))
            #expect(try await app.post("/v1/profiles/\(kim)/merge", ["with": .string(lee), "reason": "x"]).problem == "same-profile")
            let list = try await app.get("/v1/profiles/\(lee)/merges").json["items"]?.arrayValue
            #expect(list?.first?["note"] == "one card, two numbers" && list?.first?["reason"] == "explicit")
            let undone = try await app.post("/v1/merges/\(number)/unmerge", ["reason": "two people after all"])
            #expect(undone.status == .ok)
            #expect(try undone.json["restoredId"] == .string(lee))
            #expect(try undone.json["notSeparated"]?.arrayValue?.isEmpty == false)
            #expect(try await app.get("/v1/profiles/\(lee)").json["traits"]?["plan"]?["value"] == "free")
            #expect(try await app.post("/v1/merges/\(number)/unmerge", ["reason": "again"]).problem == "already-undone")
            #expect(try await app.post("/v1/merges/999/unmerge", ["reason": "x"]).status == .notFound)
            let audit = try await app.get("/v1/audit").json["items"]?.arrayValue?.compactMap { $0["action"]?.stringValue }
            #expect(audit == ["profile.unmerge", "profile.merge"])
            let types = try await app.get("/v1/feed").json.arrayValue?.compactMap { $0["type"]?.stringValue }
            let news = types?.drop { $0 != FeedEventType.profileUnmerged } ?? []
            #expect(news.count >= 3 && news.dropFirst().allSatisfy { $0 == FeedEventType.profileChanged }, "\(types ?? [])")
        }
    }

    @Test("merging and parting need profile:write; editing the rules needs an administrator")
    func scopes() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let reader = try app.keys.server(.profileRead)
            let writer = try app.keys.server(.profileRead, .profileWrite)
            let kim = try await Self.person("kim", app)
            let body: JSONValue = ["with": .string(kim), "reason": "x"]
            #expect(try await app.post("/v1/profiles/\(kim)/merge", body, key: reader).status == .forbidden)
            #expect(try await app.post("/v1/profiles/\(kim)/merge", body, key: writer).problem == "same-profile")
            #expect(try await app.post("/v1/identity/junk", ["namespace": "*", "value": "x"], key: writer).status == .forbidden)
            #expect(try await app.send(.get, "/v1/identity/namespaces", key: reader).status == .ok)
        }
    }

    @Test("namespaces are read, edited by version, made and removed")
    func namespaces() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let list = try await app.get("/v1/identity/namespaces").json["items"]?.arrayValue ?? []
            #expect(
                list.compactMap { $0["namespace"]?.stringValue } == ["userId", "loyaltyId", "email", "phone", "deviceId", "anonymousId"])
            let crm: JSONValue = [
                "priority": 15, "holder": "person", "valuesMax": 2, "overflow": "refuse-newest", "normalization": ["kind": "lowercase"],
                "trait": "crm_id",
            ]
            #expect(try await app.post("/v1/identity/namespaces/crmId", crm, method: .put).status == .preconditionRequired)
            let made = try await app.post("/v1/identity/namespaces/crmId", crm, method: .put, headers: [.ifMatch: "\"0\""])
            #expect(made.status == .ok && made.headers[.eTag] == "\"1\"")
            let stale = try await app.post("/v1/identity/namespaces/crmId", crm, method: .put, headers: [.ifMatch: "\"0\""])
            #expect(stale.status == .preconditionFailed)
            let wrong: JSONValue = [
                "priority": 0, "holder": "contact", "valuesMax": 2, "overflow": "drop-oldest",
                "normalization": ["kind": "phone", "region": "ZZ"],
                "trait": "email",
            ]
            let refused = try await app.post("/v1/identity/namespaces/other", wrong, method: .put, headers: [.ifMatch: "*"])
            #expect(refused.status == .unprocessableContent)
            let errors = try refused.json["errors"]?.arrayValue ?? []
            #expect(errors.map { $0["pointer"] } == ["/priority", "/normalization/region", "/trait"], "\(refused.text)")
            try await app.post(
                "/v1/batch", ["batch": [["type": "identify", "anonymousId": "d1", "traits": ["crm_id": "C-1"]]]], key: app.keys.write)
            #expect(try await app.get("/v1/profiles?identity=crmId:C-1").json["items"]?.arrayValue?.count == 1)
            #expect(try await app.send(.delete, "/v1/identity/namespaces/crmId", key: app.keys.admin).problem == "namespace-in-use")
            #expect(try await app.send(.delete, "/v1/identity/namespaces/none", key: app.keys.admin).status == .notFound)
        }
    }

    @Test("the junk list is read, added to and taken from")
    func junk() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let builtIn = try await app.get("/v1/identity/junk?origin=built-in&limit=1000").json["items"]?.arrayValue ?? []
            #expect(builtIn.contains { $0["value"] == "test@test.com" } && builtIn.contains { $0["value"] == "0000000000" })
            let first = try await app.get("/v1/identity/junk?limit=5").json
            let next = try #require(first["next"]?.stringValue)
            let second = try await app.get("/v1/identity/junk?limit=1000&after=\(next)").json["items"]?.arrayValue ?? []
            #expect(second.count + 5 == builtIn.count)
            let value: JSONValue = ["namespace": "phone", "value": "010-7777-7777", "note": "the shop's own"]
            #expect(try await app.post("/v1/identity/junk", value).status == .created)
            #expect(try await app.post("/v1/identity/junk", ["namespace": "phone", "value": "none"]).status == .unprocessableContent)
            try await app.post(
                "/v1/batch", ["batch": [["type": "identify", "userId": "kim", "traits": ["phone": "01077777777"]]]], key: app.keys.write)
            #expect(try await app.get("/v1/profiles?identity=phone:01077777777").json["items"] == [])
            let refused = try await app.get("/v1/identity/refusals").json["items"]?.arrayValue
            #expect(refused?.first?["reason"] == "junk" && refused?.first?["refused"] == 1)
            let path = "/v1/identity/junk?namespace=phone&value=%2B821077777777"
            #expect(try await app.send(.delete, path, key: app.keys.admin).status == .noContent)
            #expect(try await app.send(.delete, path, key: app.keys.admin).status == .notFound)
        }
    }
}
