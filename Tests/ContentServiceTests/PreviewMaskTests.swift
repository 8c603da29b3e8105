import CommonModels
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import ServiceKit
import TestFixtures
import Testing

@testable import ContentService

@Suite("A preview as somebody")
struct PreviewMaskTests {
    private static let letter: JSONValue = [
        "key": "letter", "kind": "email", "name": "Letter",
        "variants": [
            "ko": [
                "subject": "{{ profile.name }} {{ profile.tier }}", "html": "<p>{{ profile.email }} {{ profile.traits.health_note }}</p>",
            ]
        ],
    ]

    /// Profile, as it answers a service: everything.
    private func profile(_ id: ProfileID) -> some ApplicationProtocol {
        let router = Router()
        router.get("v1/profiles/:id") { _, _ in
            let at = Instant(secondsSince1970: 0)
            func trait(_ value: JSONValue) -> TraitView {
                TraitView(value: value, at: at, source: "web", kind: .firstParty, confidence: nil)
            }
            return try JSONResponse(
                .ok,
                ProfileView(
                    id: id, traits: ["name": trait("서지은"), "tier": trait("gold"), "health_note": trait("천식")],
                    identities: [IdentityView(namespace: "email", value: "seo@naver.com", firstSeen: at, lastSeen: at)], consents: [],
                    firstSeen: at, lastSeen: at, mergedIds: []))
        }
        return Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)))
    }

    @Test("is made of what its reader may read, and says what it is not made of")
    func masked() async throws {
        let person: ProfileID = IDGenerator.system().next()
        try await profile(person).test(.live) { client in
            let port = try #require(client.port)
            try await TestInstallation.of(ContentService.self, variables: ["MARU_PROFILE_URL": "http://127.0.0.1:\(port)"]) { app in
                #expect(try await app.post("/v1/items", Self.letter).status == .created)
                let body: JSONValue = ["profile": .string(person.rawValue), "locale": "ko"]
                var editor = try await app.session(of: [.contentEditor])
                editor[.contentType] = "application/json"
                let shown = try await app.send(
                    .post, "/v1/items/letter/preview", key: nil, headers: editor, body: ByteBuffer(string: body.serialized))
                #expect(try shown.json["parts"]?["subject"] == "서*은 gold")
                #expect(try shown.json["parts"]?["html"] == "<p>s***@naver.com ***</p>")
                let fields = try shown.json["masked"]?.arrayValue?.compactMap { $0["field"]?.stringValue } ?? []
                #expect(Set(fields) == ["trait:name", "trait:health_note", "identity:email"])
                let page = try await app.send(.get, "/ui/content/items/letter?lang=ko&as=\(person)", key: nil, headers: editor).text
                #expect(page.contains("서*은 gold") && page.contains("가려진 값이 있습니다") && !page.contains("서지은"))
                let log = AuditLog(database: app.database, clock: app.time.clock)
                let looks = try await log.entries(limit: 10, before: nil, object: person.rawValue)
                #expect(looks.map(\.action) == ["profile.viewed", "profile.viewed"], "each look is in the audit log")
                let key = try app.keys.server(.contentRead)
                let refused = try await app.post("/v1/items/letter/preview", body, key: key)
                #expect(try refused.status == .forbidden && refused.json["scope"] == "profile:read")
                let whole = try await app.post("/v1/items/letter/preview", body)
                #expect(try whole.json["parts"]?["html"] == "<p>seo@naver.com 천식</p>" && whole.json["masked"] == nil)
                let read: JSONValue = ["identity:email", "trait:email", "trait:health_note", "trait:name", "trait:tier"]
                #expect(try whole.json["fields"] == read, "what the policies are asked about before it is sent")
            }
        }
    }
}
