import CommonModels
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

    @Test("paths that only begin the same are answered as problems of ours", arguments: ["/v1/groups/nobody", "/v1/signals/x/y"])
    func neighbours(path: String) async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let answer = try await app.get(path)
            #expect(answer.status == .notFound && answer.headers[.contentType] == "application/problem+json")
        }
    }
}
