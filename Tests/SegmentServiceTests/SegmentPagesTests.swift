import CommonModels
import FeedKit
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SegmentService
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@Suite("Segment's pages")
struct SegmentPagesTests {
    private static let rule: JSONValue = [
        "all": [["trait": "country", "is": "KR"], ["consent": ["purpose": "marketing", "channel": "email"]]]
    ]

    /// Four people, three of them in Korea.
    private func people(_ app: TestInstallation) async throws {
        let now = app.time.clock.now()
        let feed = Feed(service: .segment, database: app.database, clock: app.time.clock)
        let maintainer = SegmentMaintainer(feed: feed, clock: app.time.clock, alarm: MembershipAlarm())
        var script = FeedScript()
        let ids = IDGenerator.sequential()
        let events = ["KR", "KR", "JP", "KR"].map { script.traits(["country": .string($0)], of: ids.next(), at: now) }
        try await app.database.write { tx in try maintainer.apply(events, in: tx) }
    }

    private func segment(_ app: TestInstallation, rule: JSONValue = ["trait": "country", "is": "KR"]) async throws -> String {
        let made = try await app.post("/v1/segments", ["key": "korea", "name": ["ko": "한국 고객", "en": "Korea"], "rule": rule])
        return "/ui/segment/\(try made.json["id"]?.stringValue ?? "")"
    }

    private func version(_ app: TestInstallation, _ address: String) async throws -> JSONValue? {
        try await app.get(address.replacing("/ui/segment", with: "/v1/segments")).json["version"]
    }

    /// A browser without scripts: the cookie, and the fields of the form with its token.
    private struct Browser {
        let app: TestInstallation
        let session: HTTPFields
        let language: String

        func get(_ path: String) async throws -> TestResponse {
            try await app.send(.get, "\(path)?lang=\(language)", key: nil, headers: cookie)
        }

        func post(_ path: String, _ fields: [String: String], token: String?) async throws -> TestResponse {
            var headers = cookie
            headers[.contentType] = "application/x-www-form-urlencoded"
            let sent = token.map { fields.merging(["csrf": $0]) { $1 } } ?? fields
            let body = sent.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
            return try await app.send(.post, "\(path)?lang=\(language)", key: nil, headers: headers, body: ByteBuffer(string: body))
        }

        /// The token of the form on a page.
        func token(of page: TestResponse) throws -> String {
            String(try #require(page.text.firstMatch(of: /name="csrf" value="([^"]+)"/)?.1))
        }

        private var cookie: HTTPFields {
            var headers: HTTPFields = [.accept: "text/html"]
            headers[.cookie] = session[.cookie]
            return headers
        }

        private static func encoded(_ text: String) -> String {
            text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }

    private func browser(_ app: TestInstallation, _ language: String, as role: Role = .marketer) async throws -> Browser {
        Browser(app: app, session: try await app.session(of: [role]), language: language)
    }

    @Test(
        "a rule is edited on its page, with what it finds before it is saved",
        arguments: [
            ("ko", "규칙 고치기", "지금 4명 가운데 1명(25.0%)입니다.", "초안입니다."),
            ("en", "Edit rule", "That is 1 of 4 customers now (25.0%).", "This is a draft."),
        ])
    func editing(language: String, title: String, finding: String, answer: String) async throws {
        try await TestInstallation.of(SegmentService.self) { app in
            try await people(app)
            let address = try await segment(app, rule: Self.rule)
            let browser = try await browser(app, language)
            #expect(try await browser.get(address).text.contains("href=\"\(address)/rule\""))
            let form = try await browser.get(address + "/rule")
            #expect(form.status == .ok && HTMLInspector(form.text).faults == [])
            #expect(form.text.contains(title) && form.text.contains(answer))
            #expect(
                form.text.contains("  &quot;all&quot;: [\n") || form.text.contains("  \"all\": [\n")
                    || form.text.contains("  &#34;all&#34;: [\n"))
            #expect(!form.text.contains("segment."), "a word of the catalogue is missing")
            let token = try browser.token(of: form)
            let typed = ["rule": #"{"trait":"country","is":"JP"}"#, "version": "1"]
            let looked = try await browser.post(address + "/rule/preview", typed, token: token)
            #expect(looked.status == .ok && looked.text.contains(finding) && HTMLInspector(looked.text).faults == [])
            #expect(looked.text.contains("JP") && looked.text.contains("name=\"version\" value=\"1\""))
            #expect(try await version(app, address) == 1, "looking saves nothing")
            let saved = try await browser.post(address + "/rule", typed, token: token)
            #expect(saved.status == .seeOther && saved.headers[.location] == address)
            #expect(try await version(app, address) == 2)
            let audit = try await app.get("/v1/audit").json["items"]?.arrayValue ?? []
            #expect(audit.first?["action"] == "segment.replace-rule")
        }
    }

    @Test(
        "a faulty rule comes back as it was typed, with its fault",
        arguments: [("ko", "JSON 형식이 맞지 않습니다"), ("en", "This is not valid JSON")])
    func faulty(language: String, fault: String) async throws {
        try await TestInstallation.of(SegmentService.self) { app in
            let address = try await segment(app)
            let browser = try await browser(app, language)
            let token = try browser.token(of: try await browser.get(address + "/rule"))
            for path in ["/rule", "/rule/preview"] {
                let answer = try await browser.post(address + path, ["rule": #"{"trait": <broken"#, "version": "1"], token: token)
                #expect(answer.status == .unprocessableContent && answer.text.contains(fault), "\(path)")
                #expect(answer.text.contains("&lt;broken") && HTMLInspector(answer.text).faults == [], "\(path)")
            }
            let unknown = ["rule": #"{"segment":"seg_01h455vb4pex5vsknk084sn02q"}"#, "version": "1"]
            let refused = try await browser.post(address + "/rule", unknown, token: token)
            #expect(refused.status == .unprocessableContent && refused.text.contains("seg_01h455vb4pex5vsknk084sn02q"))
            #expect(try await version(app, address) == 1)
        }
    }

    @Test("who edits an old version is told what the rule says now, and loses nothing of what they typed", arguments: ["ko", "en"])
    func stale(language: String) async throws {
        try await TestInstallation.of(SegmentService.self) { app in
            let address = try await segment(app)
            let browser = try await browser(app, language)
            let token = try browser.token(of: try await browser.get(address + "/rule"))
            let other: JSONValue = ["rule": ["trait": "country", "is": "FR"]]
            let path = address.replacing("/ui/segment", with: "/v1/segments") + "/rule"
            try await app.post(path, other, method: .put, headers: [.ifMatch: "\"1\""])
            let typed = #"{"trait":"country","is":"JP"}"#
            let refused = try await browser.post(address + "/rule", ["rule": typed, "version": "1"], token: token)
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains("FR") && refused.text.contains("JP") && refused.text.contains("name=\"version\" value=\"2\""))
            for wrong in [["rule": typed], ["rule": typed, "version": "x"]] {
                #expect(try await browser.post(address + "/rule", wrong, token: token).status == .unprocessableContent)
            }
            #expect(try await version(app, address) == 2)
            #expect(try await browser.post(address + "/rule", ["rule": typed, "version": "2"], token: token).status == .seeOther)
        }
    }

    @Test(
        "activating shows who would enter first",
        arguments: [
            ("ko", "지금 4명 가운데 3명(75.0%)입니다.", "그사이 규칙이 바뀌었습니다."),
            ("en", "That is 3 of 4 customers now (75.0%).", "The rule changed meanwhile."),
        ])
    func activating(language: String, finding: String, changed: String) async throws {
        try await TestInstallation.of(SegmentService.self) { app in
            try await people(app)
            let address = try await segment(app)
            let browser = try await browser(app, language)
            #expect(try await browser.get(address).text.contains("href=\"\(address)/activate\""))
            let asked = try await browser.get(address + "/activate")
            #expect(asked.status == .ok && asked.text.contains(finding) && HTMLInspector(asked.text).faults == [])
            #expect(asked.text.matches(of: /\/ui\/profile\/customers\/prf_/).count == 3, "some of them")
            let token = try browser.token(of: asked)
            let body: JSONValue = ["rule": ["trait": "country", "is": "JP"]]
            try await app.post(
                address.replacing("/ui/segment", with: "/v1/segments") + "/rule", body, method: .put, headers: [.ifMatch: "\"1\""])
            let stale = try await browser.post(address + "/activate", ["version": "1"], token: token)
            #expect(stale.status == .unprocessableContent && stale.text.contains(changed))
            #expect(try await browser.post(address + "/activate", ["version": "2"], token: token).status == .seeOther)
            let active = try await app.get(address.replacing("/ui/segment", with: "/v1/segments")).json
            #expect(active["status"] == "active")
            #expect(try await browser.get(address + "/activate").status == .seeOther, "there is nothing left to ask")
        }
    }

    @Test("nothing is changed without the session's token, by a reader, or in an archived segment")
    func refused() async throws {
        try await TestInstallation.of(SegmentService.self) { app in
            let address = try await segment(app)
            let marketer = try await browser(app, "en")
            let token = try marketer.token(of: try await marketer.get(address + "/rule"))
            let forged = (token.hasPrefix("x") ? "y" : "x") + token.dropFirst()
            let typed = ["rule": #"{"everyone":true}"#, "version": "1"]
            for path in ["/rule", "/rule/preview", "/activate"] {
                #expect(try await marketer.post(address + path, typed, token: nil).status == .forbidden, "\(path)")
                #expect(try await marketer.post(address + path, typed, token: forged).status == .forbidden, "\(path)")
            }
            let reader = try await browser(app, "en", as: .approver)
            for path in ["/rule", "/activate"] { #expect(try await reader.get(address + path).status == .forbidden, "\(path)") }
            #expect(!(try await reader.get(address).text.contains("\(address)/rule")))
            #expect(try await version(app, address) == 1)
            try await app.post(
                address.replacing("/ui/segment", with: "/v1/segments") + "/archive", [:], headers: [.ifMatch: "\"1\""])
            #expect(try await marketer.get(address + "/rule").status == .conflict)
            #expect(
                try await marketer.post(address + "/rule", ["rule": #"{"everyone":true}"#, "version": "2"], token: token).status
                    == .conflict)
            #expect(try await marketer.get("/ui/segment/seg_01h455vb4pex5vsknk084sn02q/rule").status == .notFound)
        }
    }
}
