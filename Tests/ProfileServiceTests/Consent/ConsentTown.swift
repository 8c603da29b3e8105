import CommonModels
import FeedKit
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ProfileDomain
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

/// A running Profile with one known customer, `userId:kim` with the address `kim@example.com`.
struct ConsentTown: Sendable {
    let app: TestInstallation
    let kim: ProfileID

    static func run(on engine: TestEngine = .sqlite, _ body: @Sendable @escaping (ConsentTown) async throws -> Void) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { app in
            let call: JSONValue = [
                "type": "identify", "userId": "kim", "messageId": "kim", "traits": ["email": "kim@example.com", "country": "KR"],
                "timestamp": .string(app.time.clock.now().rfc3339),
            ]
            try await app.post("/v1/batch", ["batch": [call]], key: app.keys.write)
            let found = try await app.get("/v1/profiles?identity=userId:kim").json["items"]?.arrayValue?.first
            let id = try #require(found?["id"]?.stringValue.flatMap { ProfileID($0) })
            try await body(ConsentTown(app: app, kim: id))
        }
    }

    /// The path of a link of ours.
    static func path(of url: String) -> String {
        let afterScheme = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).last ?? ""
        return String(afterScheme.drop { $0 != "/" })
    }

    func link(_ body: JSONValue) async throws -> String {
        let answer = try await app.post("/v1/profiles/\(kim.rawValue)/consent-links", body)
        return Self.path(of: try #require(try answer.json["url"]?.stringValue))
    }

    func state(_ statement: JSONValue) async throws {
        #expect(try await app.post("/v1/profiles/\(kim.rawValue)/consents", statement).status == .created)
    }

    /// What counts, e.g. `granted ownRecord`.
    func counts(_ purpose: String = "marketing", _ channel: String = "email", at instant: Instant? = nil) async throws -> String? {
        let query = instant.map { "?at=\($0.rfc3339)" } ?? ""
        let items = try await app.get("/v1/profiles/\(kim.rawValue)/consents\(query)").json["items"]?.arrayValue ?? []
        let item = items.first { $0["purpose"]?.stringValue == purpose && $0["channel"]?.stringValue == channel }
        return item.map { "\($0["status"]?.stringValue ?? "") \($0["reason"]?.stringValue ?? "")" }
    }

    /// Proofs, oldest first, as `status channel source`.
    func proofs() async throws -> [String] {
        let items = try await records()
        return items.map { "\($0["status"]?.stringValue ?? "") \($0["channel"]?.stringValue ?? "") \($0["source"]?.stringValue ?? "")" }
    }

    func records() async throws -> [JSONValue] {
        try await app.get("/v1/profiles/\(kim.rawValue)/consents/records").json["items"]?.arrayValue?.reversed() ?? []
    }

    /// Changes the catalogue through the API.
    func edit(_ change: (inout ConsentCatalogue) -> Void) async throws {
        let present = try await app.get("/v1/consent-catalogue")
        var catalogue = try ConsentCatalogue(stored: present.json)
        change(&catalogue)
        let answer = try await app.post(
            "/v1/consent-catalogue", catalogue.json, method: .put, headers: [.ifMatch: present.headers[.eTag] ?? ""])
        #expect(answer.status == .ok, "\(answer.text)")
    }

    /// A page as a browser asks for it.
    func open(_ path: String, _ method: HTTPRequest.Method = .get, form: String? = nil, locale: String = "ko") async throws -> TestResponse
    {
        var headers: HTTPFields = [.accept: "text/html", .acceptLanguage: locale, .userAgent: "Test/1"]
        if form != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        return try await app.send(method, path, key: nil, headers: headers, body: form.map { ByteBuffer(string: $0) })
    }

    /// Events of the feed with this name, their properties.
    func feed(_ name: String) async throws -> [JSONValue] {
        let events = try await app.get("/v1/feed?limit=5000").json.arrayValue ?? []
        return events.filter { $0["data"]?["name"]?.stringValue == name }.compactMap { $0["data"]?["properties"] }
    }
}
