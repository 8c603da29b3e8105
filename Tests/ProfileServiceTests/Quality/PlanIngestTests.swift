import CommonModels
import FeedKit
import HTTPTypes
import HummingbirdTesting
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Ingest under a tracking plan")
struct PlanIngestTests {
    private func run(_ engine: TestEngine, _ body: @Sendable @escaping (QualityTown) async throws -> Void) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { try await body(QualityTown(app: $0)) }
    }

    @Test("observe takes the event and counts what does not fit, without its content", arguments: TestEngine.available)
    func observe(engine: TestEngine) async throws {
        try await run(engine) { town in
            try await town.plan("track", "Order Completed", "observe")
            let answer = try await town.send(town.order("o1", "kim", revenue: "12,500원"), town.order("o2", "kim"))
            #expect(answer.text == #"{"success":true}"#)
            #expect(try await town.events(of: "kim").count == 2)
            let found = try #require(try await town.app.get("/v1/quality/violations").json["items"]?.arrayValue)
            #expect(found.count == 1 && found[0]["rule"] == "track:Order Completed" && found[0]["place"] == "/properties/revenue/type")
            #expect(found[0]["events"] == 1 && found[0]["mode"] == "observe" && found[0]["sources"] == ["web"])
            #expect(found[0]["sample"] == ["pointer": "/properties/revenue", "wanted": "number", "shape": #""99,999가""#])
        }
    }

    @Test("quarantine answers success, keeps the event whole, and tells profiles nothing", arguments: TestEngine.available)
    func quarantine(engine: TestEngine) async throws {
        try await run(engine) { town in
            try await town.plan("track", "Order Completed", "quarantine")
            let bad = town.order("o1", "kim", revenue: -5, ["context": ["page": ["path": "/cart"]], "timestamp": "2026-09-17T02:00:00Z"])
            let answer = try await town.send(bad, town.order("o2", "lee"))
            let expected: JSONValue = ["success": true, "accepted": 1, "duplicates": 0, "quarantined": 1, "rejected": []]
            #expect(try answer.status == .ok && answer.json == expected)
            let waiting = try await town.waiting()
            #expect(waiting.count == 1 && waiting[0]["payload"]?.stringValue == bad.serialized)
            #expect(waiting[0]["messageId"] == "o1" && waiting[0]["rule"] == "track:Order Completed" && waiting[0]["source"] == "web")
            #expect(waiting[0]["time"] == "2026-09-17T02:00:00Z")
            #expect(waiting[0]["faults"]?.arrayValue?.first?["pointer"] == "/properties/revenue")
            // Nobody hears of it: no profile, no event, no word on the feed.
            #expect(try await town.app.get("/v1/profiles?identity=userId:kim").json["items"] == [])
            #expect(try await town.app.get("/v1/feed").text.contains("kim") == false)
            let single = try await town.app.post(
                "/v1/track", ["event": "Order Completed", "userId": "kim", "messageId": "o3"], key: town.app.keys.write)
            #expect(try single.status == .ok && single.json["quarantined"] == 1)
        }
    }

    @Test("a message that waits is a duplicate when it comes again, in the batch and later", arguments: TestEngine.available)
    func repeated(engine: TestEngine) async throws {
        try await run(engine) { town in
            try await town.plan("track", "Order Completed", "quarantine")
            let bad = town.order("o1", "kim", revenue: "1")
            let first = try await town.send(bad, bad)
            #expect(try first.json["quarantined"] == 1 && first.json["duplicates"] == 1)
            // Also when the plan would take it by now: it is taken from quarantine, once.
            try await town.plan("track", "Order Completed", "observe")
            let again = try await town.send(bad, town.order("o2", "kim"))
            #expect(again.text == #"{"success":true}"#)
            let (waiting, events) = (try await town.waiting().count, try await town.events(of: "kim").count)
            #expect(waiting == 1 && events == 1)
        }
    }

    @Test("block refuses the item by name and keeps it with the refused ones", arguments: TestEngine.available)
    func block(engine: TestEngine) async throws {
        try await run(engine) { town in
            try await town.plan("track", "Order Completed", "block")
            let bad = town.order("o1", "kim", revenue: -1)
            let answer = try await town.send(town.order("o2", "kim"), ["type": "track", "userId": "kim"], bad)
            let rejected = try #require(try answer.json["rejected"]?.arrayValue)
            #expect(rejected.map { $0["code"] } == ["missing-field", "plan-violation"])
            #expect(rejected.map { $0["pointer"] } == ["/batch/1/event", "/batch/2/properties/revenue"])
            let alone = try await town.send(bad)
            #expect(alone.status == .badRequest && alone.text.contains("must be ≥ 0"))
            let kept = try await town.app.get("/v1/rejections").json["items"]?.arrayValue ?? []
            #expect(kept.filter { $0["code"] == "plan-violation" }.map { $0["payload"]?.stringValue } == [bad.serialized, bad.serialized])
            let health = try await town.app.get("/v1/sources").json["items"]?.arrayValue?.first
            #expect(health?["accepted"] == 1 && health?["rejected"] == 3)
            #expect(try await town.number("SELECT blocked AS n FROM ingest_day") == 2)
        }
    }

    @Test("unplanned events are what the settings say, our own services' and consents never", arguments: TestEngine.available)
    func unplanned(engine: TestEngine) async throws {
        try await run(engine) { town in
            let settings = try await town.app.post(
                "/v1/tracking-plan/settings", ["unplanned": "block"], method: .put, headers: [.ifMatch: "*"])
            #expect(settings.status == .ok)
            let view: JSONValue = ["type": "track", "event": "Product Viewed", "userId": "kim"]
            let refused = try await town.send(view)
            #expect(refused.status == .badRequest && refused.text.contains("does not name this event"))
            #expect(try refused.json["errors"]?.arrayValue?.first?["pointer"] == "/batch/0/event")
            #expect(try await town.send(["type": "page", "name": "Home", "userId": "kim"]).status == .ok)
            #expect(try await town.send(["type": "identify", "userId": "kim", "traits": ["tier": "gold"]]).status == .ok)
            let consent: JSONValue = ["purpose": "marketing", "channel": "email", "status": "withdrawn"]
            #expect(
                try await town.send(["type": "track", "event": "Consent Updated", "userId": "kim", "properties": consent]).status == .ok)
            #expect(try await town.send(view, key: town.app.token(of: .journey)).status == .ok)
            try await town.plan("track", "Product Viewed", "block", true)
            #expect(try await town.send(view).status == .ok)
            let found = try await town.app.get("/v1/quality/violations?rule=unplanned").json["items"]?.arrayValue ?? []
            #expect(found.map { $0["place"] } == ["Product Viewed"])
        }
    }

    @Test("traits are checked as a whole and one by one; what takes one back is not", arguments: TestEngine.available)
    func traits(engine: TestEngine) async throws {
        try await run(engine) { town in
            try await town.plan("trait", "age", "quarantine", ["type": "integer"])
            try await town.plan("identify", "*", "block", ["properties": ["email": ["format": "email"]], "additionalProperties": true])
            try await town.plan("groupTrait", "size", "block", ["type": "integer"])
            func identify(_ id: String, _ traits: JSONObject, _ context: JSONObject = [:]) -> JSONValue {
                ["type": "identify", "userId": "kim", "messageId": .string(id), "traits": .object(traits), "context": .object(context)]
            }
            #expect(try await town.send(identify("a", ["age": "41"])).json["quarantined"] == 1)
            #expect(try await town.send(identify("b", ["age": .null])).text == #"{"success":true}"#)
            #expect(try await town.send(identify("c", ["email": "kim"])).status == .badRequest)
            // Segment's servers send traits in the context; the country we add ourselves is nobody's fault.
            #expect(try await town.send(identify("d", [:], ["traits": ["age": "x"]])).json["quarantined"] == 1)
            try await town.plan("identify", "*", "block", ["properties": ["age": true], "additionalProperties": false])
            #expect(try await town.send(identify("e", ["age": 41], ["location": ["country": "KR"]])).status == .ok)
            let group: JSONValue = ["type": "group", "groupId": "g1", "userId": "kim", "traits": ["size": "many"]]
            #expect(try await town.send(group).json["errors"]?.arrayValue?.first?["pointer"] == "/batch/0/traits/size")
        }
    }

    @Test("a trait stated by hand is refused where its entry holds back", arguments: TestEngine.available)
    func byHand(engine: TestEngine) async throws {
        try await run(engine) { town in
            try await town.send(["type": "identify", "userId": "kim", "traits": ["tier": "gold"]])
            let found = try await town.app.get("/v1/profiles?identity=userId:kim").json
            let id = found["items"]?.arrayValue?.first?["id"]?.stringValue ?? ""
            try await town.plan("trait", "age", "block", ["type": "integer"])
            try await town.plan("trait", "tier", "observe", ["type": "integer"])
            func state(_ traits: JSONValue) async throws -> TestResponse {
                try await town.app.post("/v1/profiles/\(id)/traits", ["traits": traits])
            }
            let refused = try await state(["age": "41", "tier": "silver"])
            #expect(refused.problem == "validation")
            #expect(try refused.json["errors"]?.arrayValue?.map { $0["pointer"] } == ["/traits/age"])
            #expect(try await state(["age": 41, "tier": "silver"]).status == .ok)
            #expect(try await state(["age": .null]).status == .ok)
        }
    }

    @Test("a change of the plan holds at once on every replica", arguments: TestEngine.available)
    func replicas(engine: TestEngine) async throws {
        try await TestInstallation.pair(of: ProfileService.self, engine: engine) { first, second in
            let (one, other) = (QualityTown(app: first), QualityTown(app: second))
            #expect(try await other.send(other.order("o0", "kim", revenue: "1")).text == #"{"success":true}"#)
            try await one.plan("track", "Order Completed", "block")
            #expect(try await other.send(other.order("o1", "kim", revenue: "1")).status == .badRequest)
            try await one.plan("track", "Order Completed", "quarantine")
            #expect(try await other.send(other.order("o2", "kim", revenue: "1")).json["quarantined"] == 1)
            let removed = try await first.send(
                .delete, "/v1/tracking-plan/track/Order%20Completed", key: first.keys.admin, headers: [.ifMatch: "*"])
            #expect(removed.status == .noContent)
            #expect(try await other.send(other.order("o3", "kim", revenue: "1")).text == #"{"success":true}"#)
        }
    }

    @Test("a source that fills quarantine is refused, and told so", arguments: TestEngine.available)
    func full(engine: TestEngine) async throws {
        try await run(engine) { town in
            try await town.plan("track", "Order Completed", "quarantine")
            try await town.send(town.order("o1", "kim", revenue: "1"))
            try await town.app.database.write { tx in
                _ = try tx.execute("UPDATE ingest_day SET quarantined = $1", [QualityBatch.quarantineDayMax - 1])
            }
            let answer = try await town.send(town.order("o2", "kim", revenue: "1"), town.order("o3", "kim", revenue: "1"))
            #expect(try answer.json["quarantined"] == 1)
            #expect(try answer.json["rejected"]?.arrayValue?.map { $0["code"] } == ["quarantine-full"])
            #expect(try await town.waiting().count == 2)
        }
    }

    @Test("made-up names of events do not fill the books", arguments: TestEngine.available)
    func names(engine: TestEngine) async throws {
        try await run(engine) { town in
            try await town.app.post("/v1/tracking-plan/settings", ["unplanned": "observe"], method: .put, headers: [.ifMatch: "*"])
            let count = QualityBooks.unplannedNamesMax + 20
            for part in 0..<2 {
                let calls = (0..<count / 2).map { ["type": "track", "event": .string("e\(part)-\($0)"), "userId": "kim"] as JSONValue }
                try await town.app.post("/v1/batch", ["batch": .array(calls)], key: town.app.keys.write)
            }
            #expect(try await town.number("SELECT count(*) AS n FROM quality_violation") == Int64(QualityBooks.unplannedNamesMax) + 1)
            #expect(try await town.number("SELECT events AS n FROM quality_violation WHERE place = '…'") == 20)
            #expect(try await town.number("SELECT sum(events) AS n FROM quality_violation") == Int64(count))
        }
    }

    @Test("events prepared before a plan was there are judged by it all the same", arguments: TestEngine.available)
    func stale(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            let before = try ProfileWorld.submission(
                [Calls.track("Buy", ["userId": "kim"], at: 1, id: "m1", ["n": "x"])], ids: world.ids)
            try await world.database.write { tx in
                _ = try tx.execute(
                    "INSERT INTO tracking_plan_entry (kind, name, document, version, updated_at) VALUES ('track', 'Buy', $1, 1, 0)",
                    [
                        [
                            "kind": "track", "name": "Buy", "mode": "quarantine", "schema": ["properties": ["n": ["type": "number"]]],
                        ] as JSONValue
                    ])
                try TrackingPlanCache.advance(in: tx)
            }
            let outcomes = try await world.database.write { [feed = world.feed, parts = world.parts] tx in
                try IngestBatch.apply([before], in: tx, feed: feed, parts: parts)
            }
            #expect(outcomes.map(\.quarantined) == [1] && outcomes.map(\.accepted) == [0])
            let payload = try await world.database.read { tx in try tx.row("SELECT payload FROM quarantined_event")?.text("payload") }
            #expect(payload?.contains("\"messageId\":\"m1\"") == true)
        }
    }
}
