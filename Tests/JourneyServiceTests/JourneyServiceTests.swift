import CommonModels
import ConsoleKit
import HTTPTypes
import HummingbirdTesting
import JourneyService
import NIOCore
import ProjectionKit
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@Suite("The Journey service over HTTP")
struct JourneyServiceTests {
    private func journey(_ app: TestInstallation, key: String = "welcome") async throws -> JSONValue {
        let document = try JSONValue(parsing: Documents.welcome())
        let answer = try await app.post(
            "/v1/journeys", ["key": .string(key), "name": ["ko": "환영", "en": "Welcome"], "document": document])
        #expect(answer.status == .created)
        return try answer.json
    }

    @Test("keeps a draft, edits it under If-Match, publishes it and counts")
    func lifecycle() async throws {
        try await TestInstallation.of(JourneyService.self) { app in
            let made = try await journey(app)
            let id = try #require(made["id"]?.stringValue)
            #expect(made["status"] == "draft")
            #expect(made["issues"] == [])
            #expect(try await app.post("/v1/journeys", ["key": "welcome", "name": "x"]).problem == "journey-key-taken")
            let body: JSONValue = ["name": "Hello"]
            #expect(try await app.post("/v1/journeys/\(id)", body, method: .put).status == .preconditionRequired)
            #expect(
                try await app.post("/v1/journeys/\(id)", body, method: .put, headers: [.ifMatch: "\"7\""]).status == .preconditionFailed)
            let edited = try await app.post("/v1/journeys/\(id)", body, method: .put, headers: [.ifMatch: "\"1\""])
            #expect(edited.headers[.eTag] == "\"2\"")
            let impact = try await app.get("/v1/journeys/\(id)/impact").json
            #expect(impact["peopleInside"] == 0 && impact["peopleInSegment"] == 0 && impact["nextVersion"] == 1)
            let published = try await app.post("/v1/journeys/welcome/publish", ["backfill": false]).json
            #expect(published["status"] == "live" && published["liveVersion"] == 1)
            #expect(try await app.post("/v1/journeys/\(id)/pause", [:]).json["status"] == "paused")
            #expect(try await app.post("/v1/journeys/\(id)/pause", [:]).problem == "journey-not-live")
            #expect(try await app.post("/v1/journeys/\(id)/resume", [:]).json["status"] == "live")
            #expect(try await app.get("/v1/journeys/\(id)/counts").json["version"] == 1)
            #expect(try await app.get("/v1/journeys/\(id)/versions").json["items"]?.arrayValue?.count == 1)
            #expect(try await app.get("/v1/journeys?limit=1").json["items"]?.arrayValue?.count == 1)
            #expect(try await app.post("/v1/journeys/\(id)/archive", [:]).json["status"] == "archived")
            #expect(try await app.post("/v1/journeys/\(id)/publish", [:]).problem == "journey-archived")
        }
    }

    @Test("refuses to publish a faulty draft, with a pointer to each fault")
    func faulty() async throws {
        try await TestInstallation.of(JourneyService.self) { app in
            let draft: JSONValue = ["nodes": [["id": "start", "type": "entry", "event": "X", "next": "gone"]]]
            let made = try await app.post("/v1/journeys", ["key": "faulty", "name": "x", "document": draft]).json
            #expect(made["issues"]?.arrayValue?.compactMap { $0["pointer"]?.stringValue } == ["/nodes", "/nodes/0/next"])
            let refused = try await app.post("/v1/journeys/faulty/publish", [:])
            #expect(refused.status == .unprocessableContent)
            #expect(try refused.json["errors"]?.arrayValue?.count == 2)
            let checked = try await app.post("/v1/journeys/validate", draft).json
            #expect(checked["issues"]?.arrayValue?.count == 2)
        }
    }

    @Test("lets nobody in without a key, and nobody publish with a key that may only look")
    func access() async throws {
        try await TestInstallation.of(JourneyService.self) { app in
            #expect(try await app.send(.get, "/v1/journeys", key: nil).status == .unauthorized)
            let looking = try app.keys.server(.journeyRead)
            #expect(try await app.send(.get, "/v1/journeys", key: looking).status == .ok)
            #expect(try await app.post("/v1/journeys", [:], key: looking).status == .forbidden)
            #expect(try await app.send(.get, "/v1/journeys/none", key: looking).problem == "not-found")
            #expect(try await app.send(.get, "/v1/runs/run_1", key: looking).problem == "not-found")
            #expect(try await app.send(.get, "/v1/inbox", key: looking).problem == "bad-request")
        }
    }

    @Test("unsubscribes by POST without any credential, never by looking, and only with a link it signed")
    func unsubscribe() async throws {
        try await TestInstallation.of(JourneyService.self) { app in
            let ids = IDGenerator.system()
            let token = UnsubscribeToken(profileID: ids.next(), purpose: .marketing, channel: .email, messageID: ids.next())
            let links = try await UnsubscribeLinks.load(from: app.database, baseURL: "")
            let path = links.url(token)
            func withdrawals() async throws -> Int64 {
                try await app.database.read { tx in try tx.row("SELECT COUNT(*) AS n FROM journey_withdrawal")?.integer("n") ?? 0 }
            }
            #expect(try await app.send(.get, path, key: nil).status == .ok)
            #expect(try await app.send(.head, path, key: nil).status != .internalServerError)
            #expect(try await withdrawals() == 0)
            let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
            for _ in 0..<2 {
                let answer = try await app.send(
                    .post, path, key: nil, headers: form, body: ByteBuffer(string: "List-Unsubscribe=One-Click"))
                #expect(answer.status == .ok)
            }
            #expect(try await withdrawals() == 1)
            let forged = String(path.dropLast(4)) + "AAAA"
            #expect(try await app.send(.post, forged, key: nil, headers: form).status == .notFound)
        }
    }

    @Test("the page of a link stays itself when its language is switched", arguments: ["ko", "en"])
    func language(code: String) async throws {
        try await TestInstallation.of(JourneyService.self) { app in
            let ids = IDGenerator.system()
            let token = UnsubscribeToken(profileID: ids.next(), purpose: .marketing, channel: .email, messageID: ids.next())
            let path = try await UnsubscribeLinks.load(from: app.database, baseURL: "").url(token)
            let page = try await app.send(.get, path + (code == "ko" ? "?lang=en" : "?lang=ko"), key: nil).text
            let switched = "\(path)?lang=\(code)"
            #expect(page.contains("href=\"\(switched)\"") && !page.contains("/ui/language"))
            let other = try await app.send(.get, switched, key: nil)
            #expect(other.status == .ok && other.text.contains("<html lang=\"\(code)\""))
            #expect(other.text.contains("action=\"\(switched)\""))
            let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
            let done = try await app.send(.post, switched, key: nil, headers: form, body: ByteBuffer(string: ""))
            #expect(done.status == .ok && done.text.contains("<html lang=\"\(code)\"") && !done.text.contains("/ui/language"))
        }
    }

    @Test("a document that is no object is told as one", arguments: ["[1]", "7", "null", "not JSON"])
    func documentForm(text: String) async throws {
        try await TestInstallation.of(JourneyService.self) { app in
            var headers = try await app.session(of: [.coeLead])
            headers[.contentType] = "application/x-www-form-urlencoded"
            let sent = "key=hello&ko=a&en=a&document=" + PageAddress.encoded(text)
            let answer = try await app.send(.post, "/ui/journey/new?lang=en", key: nil, headers: headers, body: ByteBuffer(string: sent))
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("Not a readable JSON object"))
            let kept = try await app.get("/v1/journeys").json["items"]?.arrayValue?.count
            #expect(kept == 0)
        }
    }

    @Test("a link used again after the person consented anew withdraws that too, as a statement of its own")
    func unsubscribeAgain() async throws {
        try await TestInstallation.of(JourneyService.self) { app in
            let ids = IDGenerator.system()
            let token = UnsubscribeToken(profileID: ids.next(), purpose: .marketing, channel: .email, messageID: ids.next())
            let path = try await UnsubscribeLinks.load(from: app.database, baseURL: "").url(token)
            func statements() async throws -> Int64 {
                #expect(try await app.send(.post, path, key: nil, body: ByteBuffer(string: "List-Unsubscribe=One-Click")).status == .ok)
                return try await app.database.read { tx in
                    try tx.row("SELECT COUNT(*) AS n FROM journey_fact WHERE kind = 'withdrawal'")?.integer("n") ?? 0
                }
            }
            #expect(try await statements() == 1)
            app.time.advance(by: .seconds(60))
            #expect(try await statements() == 1)
            let at = app.time.clock.now()
            let consent = #"[{"purpose":"marketing","channel":"email","status":"granted","at":"\#(at.rfc3339)","source":"web"}]"#
            let data = #"{"profileId":"\#(token.profileID)","traits":{},"removedTraits":[],"identities":[],"consents":\#(consent)}"#
            let granted = CloudEvent(
                id: "1", type: FeedEventType.profileChanged, source: "/profile", time: at, subject: nil, data: try JSONValue(parsing: data))
            try await app.database.write { tx in _ = try ProjectionApplier().apply([granted], in: tx) }
            app.time.advance(by: .seconds(60))
            #expect(try await statements() == 2)
        }
    }
}
