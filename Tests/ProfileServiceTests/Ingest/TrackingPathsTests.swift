import CommonModels
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ProfileService
import TestFixtures
import Testing

@Suite("Paths of the tracking API")
struct TrackingPathsTests {
    private static let calls: [String: String] = [
        "track": #""event":"A""#, "page": #""name":"Home""#, "screen": #""name":"Home""#, "identify": #""traits":{"a":1}"#,
        "group": #""groupId":"g""#, "alias": #""previousId":"before""#,
    ]

    @Test("every call is taken by its name and by the letter Segment's clients for browsers use, with the key in the body")
    func names() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            for (type, members) in Self.calls {
                for path in [type, String(type.prefix(1))] {
                    let body = #"{"userId":"u","messageId":"\#(path)",\#(members),"writeKey":"\#(app.keys.write)"}"#
                    let answer = try await app.send(
                        .post, "/v1/\(path)", key: nil, headers: [.contentType: "text/plain"], body: ByteBuffer(string: body))
                    #expect(answer.status == .ok, "\(path)")
                }
            }
            for path in ["batch", "b", "import"] {
                let call: JSONValue = ["type": "track", "event": "A", "userId": "u", "messageId": .string(path)]
                #expect(try await app.post("/v1/\(path)", ["batch": [call]], key: app.keys.write).status == .ok, "\(path)")
            }
            let counts = try await TrackingLog(installation: app).counts()
            #expect(counts.accepted == 15 && counts.rejected == 0)
            let types = try await TrackingLog(installation: app).events().compactMap { $0.data["messageId"]?.stringValue }
            #expect(Set(types).isSuperset(of: ["t", "p", "s", "i", "g", "a", "b"]))
        }
    }

    @Test("a client for browsers asks where to send to, and sends there as it was told")
    func settings() async throws {
        let variables = ["MARU_PROFILE_ORIGINS": "https://shop.example", "MARU_PUBLIC_URL": "https://maru.example"]
        try await TestInstallation.of(ProfileService.self, variables: variables) { app in
            let path = "/v1/projects/\(app.keys.write)/settings"
            let answer = try await app.send(.get, path, key: nil, headers: [.origin: "https://shop.example"])
            #expect(answer.status == .ok && answer.headers[.accessControlAllowOrigin] == "https://shop.example")
            let told = try answer.json["integrations"]?["Segment.io"]
            #expect(told == ["apiKey": .string(app.keys.write), "apiHost": "maru.example/v1", "protocol": "https"])
            #expect(try answer.json["metrics"]?["sampleRate"] == 0)
            let host = try #require(told?["apiHost"]?.stringValue?.split(separator: "/").last)
            let call: JSONValue = [
                "type": "track", "event": "A", "anonymousId": "a", "messageId": "ajs-next-1", "writeKey": told?["apiKey"] ?? .null,
                "sentAt": .string(app.time.clock.now().rfc3339),
            ]
            let sent = try await app.send(
                .post, "/\(host)/t", key: nil, headers: [.origin: "https://shop.example", .contentType: "text/plain"],
                body: ByteBuffer(string: call.serialized))
            #expect(sent.status == .ok)
            #expect(try await app.send(.get, path, key: nil, headers: [.origin: "https://other.example"]).status == .forbidden)
            #expect(try await app.send(.get, "/v1/projects/unknown/settings", key: nil).problem == "unauthenticated")
            #expect(try await app.send(.get, "/v1/projects/\(app.keys.admin)/settings", key: nil).problem == "forbidden")
        }
    }

    @Test("RudderStack's clients are told of a source without destinations, and may send headers of their own")
    func source() async throws {
        let variables = ["MARU_PROFILE_ORIGINS": "https://shop.example"]
        try await TestInstallation.of(ProfileService.self, variables: variables) { app in
            let basic = "Basic " + Data("\(app.keys.write):".utf8).base64EncodedString()
            let origin: HTTPFields = [.origin: "https://shop.example"]
            let asked: [(String, HTTPFields)] = [
                ("/sourceConfig/?p=npm&v=3.7.0&writeKey=\(app.keys.write)", origin),
                ("/sourceConfig/?p=npm&v=3.7.0", [.origin: "https://shop.example", .authorization: basic]),
            ]
            for (path, headers) in asked {
                let answer = try await app.send(.get, path, key: nil, headers: headers)
                #expect(answer.status == .ok && answer.headers[.accessControlAllowOrigin] == "https://shop.example")
                let source = try answer.json["source"]
                #expect(source?["id"]?.stringValue?.isEmpty == false && source?["config"]?.objectValue != nil)
                #expect(source?["destinations"] == [])
            }
            let preflight = try await app.send(
                .options, "/v1/track", key: nil,
                headers: [
                    .origin: "https://shop.example", .accessControlRequestMethod: "POST",
                    .accessControlRequestHeaders: "anonymousid, authorization,bad header",
                ])
            let allowed = preflight.headers[.accessControlAllowHeaders]
            #expect(preflight.status == .noContent && allowed == "authorization, content-type, content-encoding, anonymousid, badheader")
            #expect(try await app.send(.get, "/sourceConfig", key: nil).problem == "unauthenticated")
            #expect(try await app.send(.get, "/sourceConfig", key: app.keys.admin).problem == "forbidden")
        }
    }

    @Test("paths that only begin the same are answered as problems of ours", arguments: ["/v1/groups/nobody", "/v1/signals/x/y"])
    func neighbours(path: String) async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let answer = try await app.get(path)
            #expect(answer.status == .notFound && answer.headers[.contentType] == "application/problem+json")
        }
    }
}
