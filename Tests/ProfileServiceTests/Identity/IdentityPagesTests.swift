import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Identity pages")
struct IdentityPagesTests {
    private func send(_ path: String, _ fields: String, _ session: HTTPFields, _ app: TestInstallation) async throws -> TestResponse {
        var headers = session
        headers[.contentType] = "application/x-www-form-urlencoded"
        return try await app.send(.post, path, key: nil, headers: headers, body: ByteBuffer(string: fields))
    }

    private func page(_ path: String, _ session: HTTPFields, _ app: TestInstallation) async throws -> TestResponse {
        try await app.send(.get, path, key: nil, headers: session)
    }

    @Test("an administrator edits namespaces and the junk list; others see them without forms")
    func rules() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let administrator = try await app.session(of: [.administrator])
            let shown = try await page("/ui/profile/identities", administrator, app)
            #expect(shown.status == .ok && shown.text.contains("loyaltyId") && shown.text.contains("test@test.com"))
            let made = try await send(
                "/ui/profile/identities/new",
                "key=crmId&priority=15&holder=person&valuesMax=1&overflow=refuse-newest&normalization=exact&trait=crm_id", administrator,
                app)
            #expect(made.status == .seeOther)
            let wrong = try await send(
                "/ui/profile/identities/namespaces/crmId", "version=1&priority=many&valuesMax=1", administrator, app)
            #expect(wrong.status == .unprocessableContent && wrong.text.contains("aria-invalid"))
            #expect(
                try await send("/ui/profile/identities/junk", "namespace=email&value=me%40x.kr&note=n", administrator, app).status
                    == .seeOther)
            #expect(try await page("/ui/profile/identities", administrator, app).text.contains("me@x.kr"))
            #expect(
                try await send("/ui/profile/identities/junk/remove", "namespace=email&value=me%40x.kr", administrator, app).status
                    == .seeOther)
            let analyst = try await app.session(of: [.analyst])
            let seen = try await page("/ui/profile/identities", analyst, app)
            #expect(seen.status == .ok && !seen.text.contains("junk/remove") && !seen.text.contains("test@test.com"), "masked")
            #expect(try await page("/ui/profile/identities/new", analyst, app).status == .forbidden)
        }
    }

    @Test("two people are merged after a look at what would come of it, and parted again")
    func merges() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            var ids: [String] = []
            for user in ["kim", "lee"] {
                let call: JSONValue = ["type": "identify", "userId": .string(user), "traits": ["plan": .string("plan-of-\(user)")]]
                try await app.post("/v1/batch", ["batch": [call]], key: app.keys.write)
                let found = try await app.get("/v1/profiles?identity=userId:\(user)").json
                ids.append(try #require(found["items"]?.arrayValue?.first?["id"]?.stringValue))
            }
            let officer = try await app.session(of: [.privacyOfficer])
            let preview = try await page("/ui/profile/merges/new?survivor=\(ids[0])&with=\(ids[1])", officer, app)
            #expect(preview.status == .ok && preview.text.contains("plan-of-kim") && preview.text.contains("plan-of-lee"))
            let form = "survivor=\(ids[0])&with=\(ids[1])"
            #expect(try await send("/ui/profile/merges/new", form + "&reason=", officer, app).status == .unprocessableContent)
            let made = try await send("/ui/profile/merges/new", form + "&reason=same+person", officer, app)
            #expect(made.status == .seeOther)
            let address = try #require(made.headers[.location])
            let one = try await page(address, officer, app)
            #expect(one.status == .ok && one.text.contains("same person"))
            let same = try await page("/ui/profile/merges/new?survivor=\(ids[0])&with=\(ids[1])", officer, app)
            #expect(same.status == .unprocessableContent)
            #expect(try await send(address, "reason=", officer, app).status == .unprocessableContent)
            #expect(try await send(address, "reason=two+people", officer, app).status == .seeOther)
            #expect(try await app.get("/v1/profiles/counts").json["living"] == 2)
            for path in ["/ui/profile/merges", "/ui/profile/merges?profile=\(ids[1])"] {
                #expect(try await page(path, officer, app).text.contains(address), "\(path)")
            }
            let analyst = try await app.session(of: [.analyst])
            #expect(try await send(address, "reason=x", analyst, app).status == .forbidden)
        }
    }
}
