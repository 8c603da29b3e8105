import CommonModels
import HTTPTypes
import HummingbirdTesting
import Logging
import ProfileDomain
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Computed traits of the service")
struct ComputedTraitServiceTests {
    private func order(_ id: String, _ who: String, _ more: JSONObject = [:], at: Instant) -> JSONValue {
        var properties: JSONObject = ["order_id": .string(id), "revenue": 12_000, "currency": "KRW"]
        for (name, value) in more { properties[name] = value }
        return [
            "type": "track", "messageId": .string(id), "event": "Order Completed", "userId": .string(who), "timestamp": .string(at.rfc3339),
            "properties": .object(properties),
        ]
    }

    private func send(_ app: TestInstallation, _ calls: [JSONValue]) async throws {
        #expect(try await app.post("/v1/batch", ["batch": .array(calls)], key: app.keys.write).status == .ok)
    }

    private func traits(_ app: TestInstallation, _ who: String) async throws -> JSONObject {
        let found = try await app.get("/v1/profiles?identity=userId:\(who)").json
        let traits = found["items"]?.arrayValue?.first?["traits"]?.objectValue ?? [:]
        return traits.compactMapValues { $0["kind"] == "computed" ? $0["value"] : nil }
    }

    /// Returns when the frame's runner has done every job there is.
    private func build(_ app: TestInstallation) async throws {
        for _ in 0..<20_000 {
            let open = try await app.database.read { tx in
                try tx.row("SELECT count(*) AS n FROM maru_job WHERE state IN ('queued', 'running')")?.integer("n")
            }
            if open == 0 { return }
            await Task.yield()
        }
        Issue.record("the jobs do not end")
    }

    @Test("orders and refunds keep commerce traits without anybody setting them up", arguments: TestEngine.available)
    func readyMade(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { app in
            let now = app.time.clock.now()
            try await send(
                app,
                [
                    order("o1", "kim", ["products": [["category": "skin"], ["category": "hair"]]], at: now - .days(100)),
                    order("o2", "kim", ["revenue": 8_000, "products": [["category": "skin"]]], at: now - .days(3)),
                    ["type": "track", "messageId": "v1", "event": "Product Viewed", "userId": "lee"],
                ])
            let refund: JSONValue = ["order_id": "o2", "total": 5_000, "currency": "KRW"]
            try await send(app, [["type": "track", "messageId": "r1", "event": "Order Refunded", "userId": "kim", "properties": refund]])
            let kim = try await traits(app, "kim")
            #expect(kim["orderCount"] == 2 && kim["orderCount90d"] == 1 && kim["totalSpend"] == 15_000 && kim["averageOrderValue"] == 7_500)
            #expect(
                kim["favouriteCategory"] == "skin" && kim["lastOrderAt"] == .string((now - .days(3)).rfc3339) && kim["refundCount"] == 1)
            #expect(kim["daysSinceLastOrder"] == nil, "ready made, but off")
            #expect(try await traits(app, "lee").isEmpty, "only where events apply")
            let feed = try await app.get("/v1/feed").json.arrayValue ?? []
            let told = feed.filter { $0["type"] == "io.maru.profile.changed" }.compactMap { $0["data"]?["traits"]?["totalSpend"]?["value"] }
            #expect(told == [20_000, 15_000])
        }
    }

    @Test("a definition is put in place once, replaced only by who knows it, and built from past events", arguments: TestEngine.available)
    func documents(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { app in
            let now = app.time.clock.now()
            try await send(
                app, (0..<5).map { order("o\($0)", "u\($0 % 2)", ["channel": $0 < 3 ? "app" : "web"], at: now - .days(Int64($0))) })
            let path = "/v1/computed-traits/appOrders"
            let document: JSONValue = [
                "name": ["ko": "앱 주문", "en": "App orders"], "events": ["Order Completed"], "aggregate": "count",
                "where": [["property": "channel", "is": "app"]],
            ]
            let made = try await app.post(path, document, method: .put)
            #expect(made.status == .ok && made.headers[.eTag] == "\"1\"" && made.text.contains("jobId"))
            try await build(app)
            #expect(try await traits(app, "u0")["appOrders"] == 2)
            #expect(try await traits(app, "u1")["appOrders"] == 1)
            #expect(try await app.get(path).json["isBuilt"] == true)
            #expect(try await app.post(path, document, method: .put).headers[.eTag] == "\"1\"", "the same again changes nothing")
            var other = document.objectValue ?? [:]
            other["window"] = "1d"
            #expect(try await app.post(path, .object(other), method: .put).status == .preconditionRequired)
            #expect(try await app.post(path, .object(other), method: .put, headers: [.ifMatch: "\"7\""]).status == .preconditionFailed)
            #expect(try await app.post(path, .object(other), method: .put, headers: [.ifMatch: "\"1\""]).headers[.eTag] == "\"2\"")
            try await build(app)
            #expect(try await traits(app, "u0")["appOrders"] == 1)
            #expect(try await traits(app, "u1")["appOrders"] == nil)
            #expect(try await app.send(.delete, path, key: app.keys.admin, headers: [.ifMatch: "*"]).status == .accepted)
            try await build(app)
            #expect(try await traits(app, "u0")["appOrders"] == nil)
            #expect(try await app.get(path).status == .notFound)
            let left = try await app.database.read { tx in
                try tx.row("SELECT count(*) AS n FROM computed_sheet WHERE states LIKE '%appOrders%'")?.integer("n")
            }
            #expect(left == 0)
            #expect(try await app.get("/v1/audit?object=appOrders").text.contains("computed-trait.remove"))
        }
    }

    @Test("a definition that is wrong is refused with a pointer for each fault; a right one is said in words")
    func validation() async throws {
        try await TestInstallation.of(ProfileService.self) { app in
            let wrong: JSONValue = ["key": "t", "name": ["ko": "가", "en": "A"], "events": [], "aggregate": "sum"]
            let answer = try await app.post("/v1/computed-traits/validate", wrong)
            #expect(answer.status == .unprocessableContent)
            #expect(try answer.json["errors"]?.arrayValue?.compactMap { $0["pointer"]?.stringValue } == ["/events"])
            let right: JSONValue = [
                "key": "t", "name": ["ko": "가", "en": "A"], "events": ["Order Completed"], "aggregate": "sum", "properties": ["revenue"],
                "window": "30d",
            ]
            let sentence = try await app.post("/v1/computed-traits/validate", right).json["sentence"]
            #expect(sentence?["en"] == "The sum of “revenue” of “Order Completed” in the last 30 days.")
            #expect(sentence?["ko"] == "최근 30일 동안 “Order Completed”의 “revenue” 합계.")
            #expect(try await app.post("/v1/computed-traits/1st", right, method: .put).status == .unprocessableContent)
            let reader = try await app.post("/v1/computed-traits/t", right, method: .put, key: app.keys.write)
            #expect(reader.status == .forbidden)
        }
    }

    @Test("time zone, language and channel are guessed from habits, and never replace what was stated", arguments: TestEngine.available)
    func habits(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            for day in 0..<6 {
                let view: JSONValue = [
                    "type": "page", "userId": "kim", "timestamp": .string((ProfileWorld.start + .days(Int64(day))).rfc3339),
                    "context": ["timezone": "Asia/Seoul", "locale": "ko-KR"],
                ]
                try await world.ingest(requests: [[view, view]], receivedAt: ProfileWorld.start + .days(Int64(day)))
            }
            for click in 0..<4 {
                try await world.ingest(Calls.track("Message Clicked", ["userId": "kim"], at: click, ["channel": "push"]))
                try await world.ingest(Calls.track("Message Opened", ["userId": "kim"], at: click, ["channel": "email"]))
            }
            let traits = try #require(try await world.person("userId:kim")?.traits)
            #expect(traits["timezone"]?.value == "Asia/Seoul" && traits["timezone"]?.kind == .inferred)
            #expect(traits["timezone"]?.confidence == 0.71, "of five days; the sixth moved it by less than a tenth")
            #expect(traits["locale"]?.value == "ko-KR" && traits["preferredChannel"]?.value == "push")
            try await world.ingest(Calls.identify(["userId": "kim"], ["timezone": "Europe/Paris"], at: 9))
            #expect(try await world.person("userId:kim")?.traits["timezone"]?.value == "Europe/Paris")
            #expect(try await world.number("SELECT count(*) AS n FROM trait WHERE name = 'timezone'") == 1)
            #expect(
                try await world.number("SELECT count(*) AS n FROM computed_sheet WHERE statements LIKE '%timezone%'") == 1,
                "the guess is kept apart")
        }
    }

    @Test("a build goes on from its checkpoint, and events that come meanwhile are counted once", arguments: TestEngine.available)
    func meanwhile(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.database.write { tx in try tx.execute("UPDATE computed_trait SET built_version = 0") }
            try await world.ingest(requests: [(0..<9).map { order("a\($0)", "u\($0 % 3)", at: ProfileWorld.start) }])
            let (clock, plans) = (ManualTime(ProfileWorld.start + .days(1)).clock, TraitPlanCache())
            let jobs = JobStore(database: world.database, clock: clock, ids: world.ids)
            let job = ComputedTraitJob(
                database: world.database, feed: world.feed, plans: plans, clock: clock,
                telling: GovernanceTelling(feed: world.feed, clock: clock))
            _ = try await world.database.write { tx in
                try ComputedTraitJob.start("orderCount", version: 1, jobs: jobs, by: "test", in: tx)
            }
            try await world.ingest(order("b1", "u0", at: ProfileWorld.start))
            await JobRunner(
                store: jobs, handlers: [ComputedTraitJob.kind: { try await job.run($0) }], holder: "test", logger: .init(label: "test")
            ).drain()
            try await world.ingest(order("b2", "u0", at: ProfileWorld.start))
            #expect(try await world.person("userId:u0")?.traits["orderCount"]?.value == 5)
            #expect(try await world.number("SELECT built_version AS n FROM computed_trait WHERE trait = 'orderCount'") == 1)
            #expect(try await world.number("SELECT done AS n FROM maru_job") == 3)
        }
    }
}
