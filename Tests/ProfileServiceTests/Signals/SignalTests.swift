import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Signals about things that are no people")
struct SignalTests {
    private static let city: JSONValue = ["name": ["ko": "도시", "en": "City"], "description": "Weather"]

    private func signal(
        _ id: String, _ subject: String = "seoul", name: String = "Rain Started", at: Instant = TestInstallation.start,
        _ more: JSONObject = [:]
    ) -> JSONValue {
        var members: JSONObject = [
            "messageId": .string(id), "subject": ["type": "city", "id": .string(subject)], "name": .string(name),
            "timestamp": .string(at.rfc3339),
        ]
        for (key, value) in more { members[key] = value }
        return .object(members)
    }

    private func signal(_ id: String, _ more: JSONObject) -> JSONValue { signal(id, "seoul", more) }

    private func declared(_ engine: TestEngine, _ body: @Sendable @escaping (TestInstallation) async throws -> Void) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { app in
            #expect(try await app.post("/v1/signal-types/city", Self.city, method: .put).status == .ok)
            try await body(app)
        }
    }

    private func feed(_ app: TestInstallation) async throws -> [JSONValue] {
        try await app.get("/v1/feed").json.arrayValue?.filter { $0["type"] == "io.maru.profile.signal" } ?? []
    }

    @Test("a signal is stored and told once, however often its source sends it", arguments: TestEngine.available)
    func once(engine: TestEngine) async throws {
        try await declared(engine) { app in
            let one = signal("w1", ["properties": ["mm": 12]])
            #expect(try await app.post("/v1/signals", one).json["accepted"] == 1)
            #expect(try await app.post("/v1/signals", one).json["duplicates"] == 1)
            let batch = try await app.post("/v1/signals", ["batch": [one, signal("w2"), signal("w2"), signal("w3", "busan")]]).json
            #expect(batch["accepted"] == 2 && batch["duplicates"] == 2 && batch["rejected"] == [])
            let told = try await feed(app)
            #expect(told.compactMap { $0["data"]?["messageId"]?.stringValue } == ["w1", "w2", "w3"])
            #expect(told.first?["subject"] == "city/seoul" && told.first?["data"]?["source"]?.stringValue?.isEmpty == false)
            #expect(told.first.flatMap { $0["data"] }.flatMap { ExternalSignal(json: $0) }?.properties == ["mm": 12])
            let listed = try await app.get("/v1/signals?limit=2").json
            #expect(listed["items"]?.arrayValue?.compactMap { $0["messageId"]?.stringValue } == ["w3", "w2"])
            let rest = try await app.get("/v1/signals?limit=2&after=\(listed["next"]?.stringValue ?? "")").json
            #expect(rest["items"]?.arrayValue?.compactMap { $0["messageId"]?.stringValue } == ["w1"] && rest["next"] == nil)
            // Nobody became a customer by it.
            #expect(try await app.get("/v1/profiles/counts").json["living"] == 0)
        }
    }

    @Test("a write key speaks only of types that list its source, and hides no signal of others", arguments: TestEngine.available)
    func publicKey(engine: TestEngine) async throws {
        try await declared(engine) { app in
            let refused = try await app.post("/v1/signals", signal("w1"), key: app.keys.write)
            #expect(refused.status == .unprocessableContent)
            #expect(try refused.json["code"] == "public-key")
            let sources: JSONValue = ["name": ["ko": "도시", "en": "City"], "sources": ["web", "admin"]]
            #expect(try await app.post("/v1/signal-types/city", sources, method: .put, headers: [.ifMatch: "*"]).status == .ok)
            let ops = try app.keys.server(.ingest)
            #expect(try await app.post("/v1/signals", signal("w1"), key: app.keys.write).json["accepted"] == 1)
            #expect(try await app.post("/v1/signals", signal("w1"), key: app.keys.write).json["duplicates"] == 1)
            #expect(try await app.post("/v1/signals", signal("w1"), key: ops).json["code"] == "source-not-allowed")
            // Whoever guesses another sender's message id keeps nothing of theirs out.
            let open: JSONValue = ["name": ["ko": "경기", "en": "Match"]]
            #expect(try await app.post("/v1/signal-types/match", open, method: .put).status == .ok)
            let match: JSONValue = ["messageId": "w1", "subject": ["type": "match", "id": "1"], "name": "Ended"]
            #expect(try await app.post("/v1/signals", match, key: ops).json["accepted"] == 1)
            let told = try await feed(app).compactMap { $0["data"]?["messageId"]?.stringValue }
            #expect(told == ["w1", "w1"])
        }
    }

    @Test("an id that looks like somebody's address is taken only where the type says so", arguments: TestEngine.available)
    func addresses(engine: TestEngine) async throws {
        try await declared(engine) { app in
            let mail = signal("a", "kim@example.org")
            let refused = try await app.post("/v1/signals", mail)
            #expect(refused.status == .unprocessableContent)
            #expect(try refused.json["code"] == "subject-id")
            let any: JSONValue = ["name": ["ko": "도시", "en": "City"], "idPattern": "*"]
            #expect(try await app.post("/v1/signal-types/city", any, method: .put, headers: [.ifMatch: "*"]).status == .ok)
            #expect(try await app.post("/v1/signals", mail).json["accepted"] == 1)
        }
    }

    @Test("erasing somebody takes the signals of what is called as they are, and counts them", arguments: TestEngine.available)
    func erased(engine: TestEngine) async throws {
        try await declared(engine) { app in
            let run = CaseRun(installation: app)
            _ = try await run.seed()
            let signals: [JSONValue] = [signal("a", "u1"), signal("b", "u1", name: "Snow Started"), signal("c"), signal("d", "u2")]
            #expect(try await app.post("/v1/signals", ["batch": .array(signals)]).json["accepted"] == 4)
            let id = try await run.start("erase")
            let confirmed = try await run.await("Profile's confirmation", { $0["confirmations"]?.arrayValue?.count == 1 }, of: id)
            let counts = try #require(confirmed["confirmations"]?.arrayValue?.first?["counts"]?.arrayValue)
            for (table, rows) in [("signal", 2), ("signal_state", 2), ("signal_subject", 1)] as [(String, Int64)] {
                #expect(counts.contains { $0["name"] == .string(table) && $0["rows"] == .integer(rows) }, "\(table)")
            }
            let left = try await app.get("/v1/signals").json["items"]?.arrayValue?.compactMap { $0["messageId"]?.stringValue }
            #expect(left == ["d", "c"])
            #expect(try await app.get("/v1/signals/subjects/city/u1").status == .notFound)
            #expect(try await app.get("/v1/signals/subjects/city/u2").json["state"]?.arrayValue?.count == 1)
        }
    }

    @Test("properties are masked as those of events are", arguments: TestEngine.available)
    func masking(engine: TestEngine) async throws {
        try await declared(engine) { app in
            let air = signal("a", name: "Air Measured", ["properties": ["healthIndex": 3, "pm10": 80]])
            #expect(try await app.post("/v1/signals", air).json["accepted"] == 1)
            let reader = try app.keys.server(.profileRead)
            for path in ["/v1/signals", "/v1/signals/subjects/city/seoul", "/v1/signals/subjects/city/seoul/timeline"] {
                let shown = try await app.send(.get, path, key: reader).json
                let first = (shown["items"] ?? shown["state"])?.arrayValue?.first
                #expect(first?["properties"]?["healthIndex"] == "***" && first?["properties"]?["pm10"] == 80, "\(path)")
                #expect(shown["masked"]?.arrayValue?.first?["field"] == "event:Air Measured.healthIndex", "\(path)")
                #expect(try await app.get(path).json["masked"] == nil, "who reads everything is told of nothing")
            }
            var headers = try await app.session(of: [.engineer])
            headers[.accept] = "text/html"
            for path in ["/ui/profile/signals", "/ui/profile/signals/city/seoul"] {
                let text = try await app.send(.get, path, key: nil, headers: headers).text
                #expect(text.contains("healthIndex: ***") && text.contains("pm10: 80"), "\(path)")
            }
        }
    }

    @Test("the state of a subject is the latest of each name by its own time; its timeline pages", arguments: TestEngine.available)
    func state(engine: TestEngine) async throws {
        try await declared(engine) { app in
            let now = TestInstallation.start
            let calls = (0..<25).map {
                signal("t\($0)", name: "Temperature", at: now - .minutes(Int64($0)), ["properties": ["c": .integer(Int64($0))]])
            }
            #expect(try await app.post("/v1/signals", ["batch": .array(calls + [signal("r", at: now - .hours(3))])]).json["accepted"] == 26)
            let shown = try await app.get("/v1/signals/subjects/city/seoul").json
            #expect(shown["signals"] == 26 && shown["state"]?.arrayValue?.count == 2)
            #expect(shown["state"]?.arrayValue?.last?["properties"] == ["c": 0], "the first sent is the latest by its time")
            #expect(shown["firstSeen"] == .string((now - .hours(3)).rfc3339))
            var seen: [String] = []
            var next: String?
            repeat {
                let page = try await app.get("/v1/signals/subjects/city/seoul/timeline?limit=10" + (next.map { "&after=\($0)" } ?? "")).json
                seen += page["items"]?.arrayValue?.compactMap { $0["messageId"]?.stringValue } ?? []
                next = page["next"]?.stringValue
            } while next != nil
            #expect(seen == (0..<25).map { "t\($0)" } + ["r"])
            #expect(try await app.get("/v1/signals/subjects?type=city").json["items"]?.arrayValue?.count == 1)
            #expect(try await app.get("/v1/signals/subjects/city/nowhere").status == .notFound)
            #expect(try await app.get("/v1/signals/subjects").problem == "bad-request")
        }
    }

    @Test("what nobody declared, or is not written as declared, is refused with its place", arguments: TestEngine.available)
    func refusals(engine: TestEngine) async throws {
        try await declared(engine) { app in
            let flight: JSONValue = [
                "name": ["ko": "항공편", "en": "Flight"], "idPattern": "@@###*", "sources": ["ops"], "keepDays": 30,
            ]
            #expect(try await app.post("/v1/signal-types/flight", flight, method: .put).status == .ok)
            func refused(_ body: JSONValue, key: String? = nil) async throws -> (code: String?, pointer: String?) {
                let answer = try await app.post("/v1/signals", body, key: key)
                #expect(answer.status == .unprocessableContent)
                return (try answer.json["code"]?.stringValue, try answer.json["errors"]?.arrayValue?.first?["pointer"]?.stringValue)
            }
            let unknown = try await refused(["subject": ["type": "match", "id": "1"], "name": "Ended"])
            #expect(unknown == ("unknown-subject-type", "/subject/type"))
            #expect(try await refused(["subject": ["type": "flight", "id": "KE85"], "name": "Delayed"]) == ("subject-id", "/subject/id"))
            #expect(
                try await refused(["subject": ["type": "flight", "id": "KE1401"], "name": "Delayed"], key: app.keys.write)
                    == ("source-not-allowed", "/subject/type"))
            #expect(try await refused(["subject": ["type": "city", "id": ""], "name": "x"]).pointer == "/subject/id")
            #expect(try await refused(["subject": ["type": "city", "id": "a"], "name": 7]).pointer == "/name")
            #expect(try await refused(["subject": ["type": "city", "id": "a"], "name": "x", "userId": "kim"]).pointer == "/userId")
            #expect(try await refused(signal("f", at: TestInstallation.start + .days(2))).code == "in-the-future")
            let big = JSONValue.object(["a": .string(String(repeating: "x", count: 33_000))])
            #expect(try await refused(signal("b", ["properties": big])).pointer == "/properties")
            let mixed = try await app.post(
                "/v1/signals", ["batch": [signal("g"), 7, ["subject": ["type": "match", "id": "1"], "name": "E"]]])
            #expect(try mixed.status == .ok && mixed.json["accepted"] == 1)
            #expect(
                try mixed.json["rejected"]?.arrayValue?.compactMap { $0["pointer"]?.stringValue } == ["/batch/1", "/batch/2/subject/type"])
            #expect(try await app.post("/v1/signals", ["batch": []]).problem == "validation")
            let reader = try app.keys.server(.profileRead)
            #expect(try await app.post("/v1/signals", signal("h"), key: reader).problem == "forbidden")
            var headers = try await app.session(of: [.administrator])
            headers[.contentType] = "application/json"
            let person = try await app.send(
                .post, "/v1/signals", key: nil, headers: headers, body: ByteBuffer(string: signal("p").serialized))
            #expect(person.problem == "forbidden")
        }
    }

    @Test("where the installation is open, the first signal declares its type")
    func open() async throws {
        try await TestInstallation.of(ProfileService.self, variables: ["MARU_PROFILE_SIGNAL_TYPES": "open"]) { app in
            let match: JSONValue = ["subject": ["type": "match", "id": "1"], "name": "Ended"]
            let first = try await app.post("/v1/signals", match, key: app.keys.write)
            #expect(try first.json["code"] == "unknown-subject-type")
            #expect(try await app.get("/v1/signal-types/match").status == .notFound, "a public sender declares nothing")
            #expect(try await app.post("/v1/signals", match).json["accepted"] == 1)
            #expect(try await app.get("/v1/signal-types/match").json["document"]?["name"]?["en"] == "match")
        }
    }

    @Test("a declaration is validated with pointers and replaced only by who knows it", arguments: TestEngine.available)
    func types(engine: TestEngine) async throws {
        try await declared(engine) { app in
            let bad = try await app.post("/v1/signal-types/x", ["name": "x", "idPattern": "a*b", "keepDays": 1, "more": 1], method: .put)
            let pointers = Set(try bad.json["errors"]?.arrayValue?.compactMap { $0["pointer"]?.stringValue } ?? [])
            #expect(bad.problem == "validation" && pointers == ["/name", "/idPattern", "/keepDays", "/more"])
            #expect(try await app.post("/v1/signal-types/city", Self.city, method: .put).headers[.eTag] == "\"1\"")
            let other: JSONValue = ["name": ["ko": "시", "en": "Town"]]
            #expect(try await app.post("/v1/signal-types/city", other, method: .put).problem == "precondition-required")
            #expect(
                try await app.post("/v1/signal-types/city", other, method: .put, headers: [.ifMatch: "\"1\""]).headers[.eTag] == "\"2\"")
            #expect(try await app.post("/v1/signals", signal("a")).status == .ok)
            let removed = try await app.send(.delete, "/v1/signal-types/city", key: app.keys.admin, headers: [.ifMatch: "*"])
            #expect(removed.status == .noContent)
            #expect(try await app.post("/v1/signals", signal("b")).status == .unprocessableContent)
            #expect(try await app.get("/v1/signals/subjects/city/seoul").status == .ok, "what was said stays")
        }
    }

    @Test("signals are kept as long as their type says, subjects until nothing was said for as long", arguments: TestEngine.available)
    func retention(engine: TestEngine) async throws {
        try await declared(engine) { app in
            #expect(try await app.post("/v1/signals", ["batch": [signal("a"), signal("b", "busan")]]).json["accepted"] == 2)
            app.time.advance(by: .days(60))
            #expect(try await app.post("/v1/signals", signal("c", at: app.time.clock.now())).json["accepted"] == 1)
            app.time.advance(by: .days(40))
            let sweep = SignalSweep(database: app.database, clock: app.time.clock)
            while try await sweep.step() > 0 {}
            #expect(try await app.get("/v1/signals").json["items"]?.arrayValue?.compactMap { $0["messageId"]?.stringValue } == ["c"])
            #expect(try await app.get("/v1/signals/subjects/city/busan").status == .notFound)
            #expect(try await app.get("/v1/signals/subjects/city/seoul").json["state"]?.arrayValue?.count == 1)
            app.time.advance(by: .days(200))
            while try await sweep.step() > 0 {}
            #expect(try await app.get("/v1/signals/subjects?type=city").json["items"]?.arrayValue?.isEmpty == true)
        }
    }

    @Test("pages teach when empty, and show kinds, subjects and what happened", arguments: ["ko", "en"])
    func pages(lang: String) async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            var headers = try await app.session(of: [.engineer])
            headers[.acceptLanguage] = lang
            headers[.accept] = "text/html"
            func page(_ path: String) async throws -> String {
                let answer = try await app.send(.get, path, key: nil, headers: headers)
                #expect(answer.status == .ok && HTMLInspector(answer.text).faults == [], "\(path)")
                #expect(!answer.text.contains("signals."), "every key has its sentence")
                return answer.text
            }
            #expect(try await page("/ui/profile/signals").contains("Rain Started"))
            headers[.contentType] = "application/x-www-form-urlencoded"
            let bad = try await app.send(
                .post, "/ui/profile/signals", key: nil, headers: headers, body: ByteBuffer(string: "key=City&ko=a&en=b"))
            #expect(bad.status == .unprocessableContent && bad.text.contains("e-key"))
            let form = ByteBuffer(string: "key=city&ko=%EB%8F%84%EC%8B%9C&en=City&description=&idPattern=&sources=&keepDays=")
            #expect(try await app.send(.post, "/ui/profile/signals", key: nil, headers: headers, body: form).status == .seeOther)
            #expect(try await app.post("/v1/signals", signal("a", "new york/jfk", ["properties": ["mm": 3]])).json["accepted"] == 1)
            #expect(try await page("/ui/profile/signals").contains("/ui/profile/signals/city/new%20york%2Fjfk"))
            #expect(try await page("/ui/profile/signals/city").contains("new york/jfk"))
            #expect(try await page("/ui/profile/signals/city/new%20york%2Fjfk").contains("mm: 3"))
            let changed = ByteBuffer(string: "version=1&ko=a&en=Town&keepDays=40")
            #expect(try await app.send(.post, "/ui/profile/signals/city", key: nil, headers: headers, body: changed).status == .seeOther)
            #expect(try await app.get("/v1/signal-types/city").json["document"]?["keepDays"] == 40)
        }
    }
}
