import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("The browser snippet and who may use it")
struct SnippetRoutesTests {
    private static let shop = "https://shop.example"

    private func send(
        _ app: TestInstallation, _ method: HTTPRequest.Method, origin: String?, headers more: HTTPFields = [:]
    ) async throws -> TestResponse {
        var headers = more
        headers[.origin] = origin
        headers[.contentType] = "text/plain"
        let body = #"{"writeKey":"\#(app.keys.write)","batch":[{"type":"track","event":"View","anonymousId":"a"}]}"#
        return try await app.send(method, "/v1/batch", key: nil, headers: headers, body: method == .post ? ByteBuffer(string: body) : nil)
    }

    @Test("is served to anybody, small, without comments, and kept until it changes")
    func served() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let answer = try await app.send(.get, "/v1/snippet.js", key: nil)
            #expect(answer.status == .ok && answer.headers[.contentType] == "text/javascript; charset=utf-8")
            #expect(answer.headers[.cacheControl] == "public, max-age=3600, stale-while-revalidate=86400")
            #expect(answer.body.readableBytes < 10_000 && !answer.text.contains("/*"))
            let tag = try #require(answer.headers[.eTag])
            let again = try await app.send(.get, "/v1/snippet.js", key: nil, headers: [.ifNoneMatch: tag])
            #expect(again.status == .notModified && again.body.readableBytes == 0)
        }
    }

    @Test("no website may send by default, servers may as ever")
    func closed() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            for origin in [Self.shop, "null", "https://shop.example.evil.example"] {
                #expect(try await send(app, .post, origin: origin).status == .forbidden, "\(origin)")
            }
            let server = try await send(app, .post, origin: nil)
            #expect(server.status == .ok)
            let preflight: HTTPFields = [.accessControlRequestMethod: "POST"]
            #expect(try await send(app, .options, origin: Self.shop, headers: preflight).headers[.accessControlAllowOrigin] == nil)
        }
    }

    @Test("a listed website may, and is told so before and after; another is not")
    func listed() async throws {
        try await TestInstallation.of(
            ProfileService.self, variables: ["MARU_PROFILE_ORIGINS": "https://shop.example, http://localhost:3000"]
        ) {
            app in
            let taken = try await send(app, .post, origin: Self.shop)
            #expect(taken.status == .ok && taken.headers[.accessControlAllowOrigin] == Self.shop && taken.headers[.vary] == "Origin")
            #expect(taken.headers[.accessControlAllowCredentials] == nil, "no cookies, ever")
            let asked = try await send(
                app, .options, origin: Self.shop,
                headers: [.accessControlRequestMethod: "POST", .accessControlRequestHeaders: "authorization"])
            #expect(asked.status == .noContent && asked.headers[.accessControlAllowOrigin] == Self.shop)
            #expect(asked.headers[.accessControlAllowHeaders]?.contains("authorization") == true)
            #expect(try await send(app, .post, origin: "https://other.example").status == .forbidden)
            var headers: HTTPFields = [.origin: Self.shop]
            headers[.accessControlRequestMethod] = "GET"
            let elsewhere = try await app.send(.options, "/v1/profiles", key: nil, headers: headers)
            #expect(elsewhere.headers[.accessControlAllowOrigin] == nil, "only the tracking routes are open to browsers")
        }
    }

    @Test("a setting that is no list of origins stops the service", arguments: ["shop.example", "https://shop.example/path", "*"])
    func settings(origins: String) async throws {
        await #expect(throws: SettingsError.self) {
            try await TestInstallation.of(ProfileService.self, variables: ["MARU_PROFILE_ORIGINS": origins]) { _ in }
        }
    }
}
