import CommonModels
import HTTPTypes
import HummingbirdTesting
import ServiceKit
import TestFixtures
import Testing

@testable import ContentService

@Suite("Content API")
struct ContentRoutesTests {
    private static let email: JSONValue = [
        "key": "welcome", "kind": "email", "name": "Welcome",
        "variants": [
            "ko": ["subject": "{{ profile.firstName | default: '고객' }}님", "html": "<p>{{ profile.firstName | default: '고객' }}{% render 'foot' %}</p>"],
            "en": ["subject": "Dear {{ profile.firstName | default: 'customer' }}", "html": "<p>{% render 'foot' %}</p>"],
        ],
    ]
    private static let foot: JSONValue = [
        "key": "foot", "kind": "fragment", "name": "Foot", "variants": ["ko": ["content": "<a href=\"{{ context.unsubscribe_url }}\">수신 거부</a>"]],
    ]

    @Test("what is not published is not rendered; after publishing each person gets their own words")
    func loop() async throws {
        try await TestInstallation.of(ContentService.self) { app in
            #expect(try await app.post("/v1/items", Self.foot).status == .created)
            let made = try await app.post("/v1/items", Self.email)
            #expect(made.status == .created)
            #expect(try await app.post("/v1/items/welcome/render", [:]).status == .notFound)
            let refused = try await app.post("/v1/items/welcome/publish", [:])
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains("no published fragment 'foot'"))
            #expect(try await app.post("/v1/items/foot/publish", [:]).status == .ok)
            #expect(try await app.post("/v1/items/welcome/publish", [:]).status == .ok)
            let data: JSONValue = ["profile": ["firstName": "<Kim>"], "context": ["unsubscribe_url": "https://x.test/u?a=1&b=2"]]
            let answer = try await app.post("/v1/items/welcome/render", ["locale": "ko-KR", "data": data])
            let json = try answer.json
            #expect(json["locale"] == "ko")
            #expect(json["version"] == 1)
            #expect(json["parts"]?["subject"] == "<Kim>님")
            #expect(json["parts"]?["html"] == "<p>&lt;Kim&gt;<a href=\"https://x.test/u?a=1&amp;b=2\">수신 거부</a></p>")
            let english = try await app.post("/v1/items/welcome/render", ["locale": "en-GB", "data": [:]])
            #expect(try english.json["parts"]?["subject"] == "Dear customer")
        }
    }

    @Test("a draft written after publishing is previewed, while customers keep the published words")
    func drafts() async throws {
        try await TestInstallation.of(ContentService.self) { app in
            let item: JSONValue = ["key": "n", "kind": "push", "name": "N", "variants": ["ko": ["title": "one", "body": "b"]]]
            try await app.post("/v1/items", item)
            let published = try await app.post("/v1/items/n/publish", [:])
            let tag = try #require(published.headers[.eTag])
            let draft: JSONValue = ["variants": ["ko": ["title": "two {{ profile.x }}", "body": "b"]]]
            #expect(try await app.post("/v1/items/n/draft", draft, method: .put).status == .preconditionRequired)
            #expect(try await app.post("/v1/items/n/draft", draft, method: .put, headers: [.ifMatch: tag]).status == .ok)
            #expect(try await app.post("/v1/items/n/draft", draft, method: .put, headers: [.ifMatch: tag]).status == .preconditionFailed)
            #expect(try await app.post("/v1/items/n/render", [:]).text.contains("\"one\""))
            #expect(try await app.post("/v1/items/n/preview", ["data": ["profile": ["x": "!"]]]).text.contains("\"two !\""))
            #expect(try await app.get("/v1/items/n/findings").text.contains("fallbackMissing"))
            try await app.post("/v1/items/n/publish", [:])
            #expect(try await app.post("/v1/items/n/render", [:]).text.contains("\"two \""))
            #expect(try await app.post("/v1/items/n/withdraw", [:]).status == .ok)
            #expect(try await app.post("/v1/items/n/render", [:]).status == .notFound)
        }
    }

    @Test("a template that fails on the data answers 422 with part and line, not half a message")
    func failure() async throws {
        try await TestInstallation.of(ContentService.self) { app in
            let item: JSONValue = ["key": "n", "kind": "sms", "name": "N", "variants": ["ko": ["text": "\n{{ 10 | divided_by: context.n }}"]]]
            try await app.post("/v1/items", item)
            try await app.post("/v1/items/n/publish", [:])
            let answer = try await app.post("/v1/items/n/render", ["data": ["context": ["n": 0]]])
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("line 2"))
            #expect(answer.text.contains("/parts/text"))
        }
    }

    @Test("bad input is answered with a pointer", arguments: [
        ("{\"kind\":\"email\",\"key\":\"A b\",\"name\":\"x\"}", "/key"), ("{\"kind\":\"fax\",\"key\":\"a\",\"name\":\"x\"}", "/kind"),
        ("{\"kind\":\"sms\",\"key\":\"a\",\"name\":\"\"}", "/name"), ("{\"kind\":\"sms\",\"key\":\"a\",\"name\":\"x\",\"variants\":{\"ko\":{\"html\":\"x\"}}}", "/variants/ko/html"),
    ])
    func badInput(body: String, pointer: String) async throws {
        try await TestInstallation.of(ContentService.self) { app in
            let answer = try await app.post("/v1/items", try JSONValue(parsing: Array(body.utf8)))
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("\"pointer\":\"\(pointer)\""))
        }
    }

    @Test("reading, writing and publishing need their own scopes")
    func scopes() async throws {
        try await TestInstallation.of(ContentService.self) { app in
            let reader = try app.keys.server(.contentRead)
            let writer = try app.keys.server(.contentRead, .contentWrite)
            #expect(try await app.send(.get, "/v1/items", key: nil).status == .unauthorized)
            #expect(try await app.post("/v1/items", Self.foot, key: reader).status == .forbidden)
            #expect(try await app.post("/v1/items", Self.foot, key: writer).status == .created)
            #expect(try await app.post("/v1/items/foot/publish", [:], key: writer).status == .forbidden)
        }
    }
}
