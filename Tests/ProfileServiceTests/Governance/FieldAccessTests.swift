import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Reading by role")
struct FieldAccessTests {
    /// What nobody but those who read everything may find anywhere.
    private static let secrets = [
        "seo.jieun@naver.com", "서지은", "m88213", "010-1234-2231", "+821012342231", "천식", "91000", "web-a91", "203.0.113.9",
    ]

    private func seed(_ app: TestInstallation) async throws -> String {
        let batch: JSONValue = [
            [
                "type": "identify", "messageId": "f1", "userId": "m88213", "anonymousId": "web-a91",
                "traits": [
                    "name": "서지은", "email": "seo.jieun@naver.com", "phone": "010-1234-2231", "health_note": "천식", "income": 91_000,
                    "tier": "gold",
                    "address": ["city": "서울"],
                ], "context": ["ip": "203.0.113.9", "traits": ["email": "seo.jieun@naver.com"]],
            ],
            [
                "type": "track", "messageId": "f2", "userId": "m88213", "event": "Visit",
                "properties": ["path": "/shop", "health_topic": "천식", "reply": "seo.jieun@naver.com"],
            ],
            [
                "type": "group", "messageId": "f3", "userId": "m88213", "groupId": "acme",
                "traits": ["name": "Acme", "email": "seo.jieun@naver.com"],
            ],
            ["type": "track", "messageId": "f4", "userId": "m88213", "properties": ["email": "seo.jieun@naver.com"]],
        ]
        #expect(try await app.post("/v1/batch", ["batch": batch], key: app.keys.write).status == .ok)
        return try #require(try await app.get("/v1/profiles?identity=userId:m88213").json["items"]?.arrayValue?.first?["id"]?.stringValue)
    }

    private func get(_ app: TestInstallation, _ path: String, as roles: [Role], locale: String = "ko") async throws -> TestResponse {
        var headers = try await app.session(of: roles)
        if path.hasPrefix("/ui") { headers[.accept] = "text/html" }
        headers[.acceptLanguage] = locale
        return try await app.send(.get, path, key: nil, headers: headers)
    }

    private static func paths(_ id: String) -> [String] {
        [
            "/v1/profiles", "/v1/profiles?q=seo.jieun@naver.com", "/v1/profiles?identity=email:seo.jieun@naver.com", "/v1/profiles/\(id)",
            "/v1/profiles/\(id)/timeline", "/v1/profiles/\(id)/traits", "/v1/profiles/\(id)/groups", "/v1/groups", "/v1/groups/acme",
            "/v1/groups/acme/members", "/v1/rejections", "/v1/identity/conflicts", "/v1/merges", "/ui/profile",
            "/ui/profile/customers/\(id)",
            "/ui/profile/customers/\(id)/traits?name=email", "/ui/profile/groups", "/ui/profile/groups/acme", "/ui/profile/events",
            "/ui/profile/identities", "/ui/profile/merges",
        ]
    }

    @Test("no page and no route shows a value the reader's roles do not read", arguments: TestEngine.available)
    func surfaces(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { app in
            let id = try await seed(app)
            for path in Self.paths(id) {
                let answer = try await get(app, path, as: [.engineer])
                #expect(answer.status == .ok, "\(path)")
                for secret in Self.secrets where !path.contains(secret) {
                    #expect(!answer.text.contains(secret), "\(secret) in \(path)")
                }
            }
            let whole = try await get(app, "/ui/profile/customers/\(id)", as: [.privacyOfficer]).text
            for secret in ["seo.jieun@naver.com", "서지은", "천식"] { #expect(whole.contains(secret)) }
        }
    }

    @Test("what is masked is named, with its labels, on pages in both languages and over the API")
    func named() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let id = try await seed(app)
            let masked = try await get(app, "/v1/profiles/\(id)", as: [.marketer]).json["masked"]?.arrayValue ?? []
            let fields = masked.compactMap { $0["field"]?.stringValue }
            for field in ["trait:email", "trait:health_note", "trait:income", "identity:userId", "trait:name"] {
                #expect(fields.contains(field), "\(field)")
            }
            #expect(masked.first { $0["field"] == "trait:health_note" }?["labels"] == ["sensitive"])
            #expect(!fields.contains("trait:tier"))
            let page = "/ui/profile/customers/\(id)"
            let korean = try await get(app, page, as: [.marketer]).text
            #expect(korean.contains("가려진 값이 있습니다") && korean.contains("마케터") && korean.contains("가림: 민감"))
            #expect(HTMLInspector(korean).faults == [])
            let english = try await get(app, page, as: [.marketer], locale: "en").text
            #expect(
                english.contains("Some values are masked") && english.contains("masked: sensitive")
                    && english.contains("some values masked"))
            for path in [page, "/ui/profile"] {
                #expect(!(try await get(app, path, as: [.privacyOfficer]).text.contains("가려진 값이 있습니다")))
            }
            #expect(try await get(app, "/v1/profiles/\(id)", as: [.privacyOfficer]).json["masked"] == nil)
        }
    }

    @Test("by a value they may not read people find somebody only with all of it", arguments: TestEngine.available)
    func searching(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { app in
            let id = try await seed(app)
            try await app.post("/v1/identify", ["userId": "m88214", "traits": ["email": "seo@naver.com"]], key: app.keys.write)
            func found(_ text: String, as roles: [Role]) async throws -> [String] {
                let items = try await get(app, "/v1/profiles?q=\(text)", as: roles).json["items"]?.arrayValue ?? []
                return items.compactMap { $0["id"]?.stringValue }
            }
            for text in ["seo.jie", "m882", "%2B8210", "seo"] {
                #expect(try await found(text, as: [.marketer]) == [], "\(text)")
                #expect(try await !found(text, as: [.privacyOfficer]).isEmpty, "\(text)")
            }
            for text in ["seo.jieun@naver.com", "SEO.jieun@naver.com", "m88213", "010-1234-2231", id] {
                #expect(try await found(text, as: [.marketer]) == [id], "\(text)")
            }
            // Another identity of the same person that may be read leads to them once.
            let book: JSONValue = [
                "labels": [["field": "identity:email", "label": "contact"]], "policies": [], "reads": [["role": "marketer", "labels": []]],
            ]
            #expect(try await app.post("/v1/policies", book, method: .put, headers: [.ifMatch: "*"]).status == .ok)
            #expect(try await found("m882", as: [.marketer]).count == 2)
            #expect(try await found("seo.jie", as: [.marketer]) == [])
            let first = try await get(app, "/v1/profiles?q=m882&limit=1", as: [.marketer]).json
            let next = try #require(first["next"]?.stringValue)
            let second = try await get(app, "/v1/profiles?q=m882&limit=1&after=\(next)", as: [.marketer]).json
            #expect(first["items"] != second["items"] && second["next"] == nil)
        }
    }

    @Test("the book decides: a role reads a label from the moment it says so", arguments: TestEngine.available)
    func book(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { app in
            let id = try await seed(app)
            var book = try await app.get("/v1/policies").json.objectValue ?? [:]
            book["reads"] = [["role": "marketer", "labels": ["contact", "identity"]], ["role": "key", "labels": []]]
            let saved = try await app.post("/v1/policies", .object(book), method: .put, headers: [.ifMatch: "*"])
            #expect(try saved.json["reads"] == book["reads"])
            let shown = try await get(app, "/ui/profile/customers/\(id)", as: [.marketer]).text
            #expect(shown.contains("seo.jieun@naver.com") && !shown.contains("천식"))
            let officer = try await get(app, "/v1/profiles/\(id)", as: [.privacyOfficer]).json
            #expect(officer["traits"]?["email"]?["value"] == "s***@naver.com")
            let key = try app.keys.server(.profileRead)
            let read = try await app.send(.get, "/v1/profiles/\(id)", key: key).json
            #expect(read["traits"]?["email"]?["value"] == "s***@naver.com")
            let page = try await get(app, "/ui/profile/policies", as: [.privacyOfficer]).text
            #expect(page.contains("역할별 열람") && page.contains("이름표가 있는 값은 모두 가려짐"))
            book["reads"] = [["role": "cook", "labels": []]]
            let refused = try await app.post("/v1/policies", .object(book), method: .put, headers: [.ifMatch: "*"])
            #expect(refused.problem == "validation")
            #expect(try refused.json["errors"]?.arrayValue?.first?["pointer"] == "/reads/0/role")
        }
    }

    @Test("whole events are for people who read everything; keys were given the feed")
    func feed() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            _ = try await seed(app)
            #expect(try await get(app, "/v1/feed", as: [.engineer]).status == .forbidden)
            #expect(try await get(app, "/v1/feed", as: [.administrator]).status == .ok)
            #expect(try await app.send(.get, "/v1/feed", key: try app.keys.server(.feedRead)).status == .ok)
            let refused = try await get(app, "/v1/rejections", as: [.marketer]).json["items"]?.arrayValue?.first
            #expect(refused?["isMasked"] == true && refused?["payload"] == nil)
            let whole = try await app.get("/v1/rejections").json["items"]?.arrayValue?.first
            #expect(whole?["payload"]?.stringValue?.contains("seo.jieun") ?? false)
        }
    }
}
