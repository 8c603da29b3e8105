import CommonModels
import FeedKit
import HTTPTypes
import HummingbirdTesting
import Logging
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService
@testable import ServiceKit

@Suite("Quarantine")
struct QuarantineTests {
    private func run(_ engine: TestEngine, _ body: @Sendable @escaping (QualityTown) async throws -> Void) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { try await body(QualityTown(app: $0)) }
    }

    @Test("is found by source, event, rule, time and text, page by page", arguments: TestEngine.available)
    func search(engine: TestEngine) async throws {
        try await run(engine) { town in
            try await town.plan("track", "Order Completed", "quarantine")
            try await town.plan("trait", "age", "quarantine", ["type": "integer"])
            let start = town.app.time.clock.now()
            for number in 1...5 { try await town.send(town.order("o\(number)", "kim\(number)", revenue: "x")) }
            town.app.time.advance(by: .hours(1))
            try await town.send(
                ["type": "identify", "userId": "lee", "messageId": "i1", "traits": ["age": "마흔"]], key: town.app.keys.admin)
            func ids(_ query: String) async throws -> [String] { try await town.waiting(query).compactMap { $0["messageId"]?.stringValue } }
            #expect(try await ids("") == ["i1", "o5", "o4", "o3", "o2", "o1"])
            #expect(try await ids("?source=web").count == 5)
            #expect(try await ids("?event=identify") == ["i1"])
            #expect(try await ids("?rule=trait:age") == ["i1"])
            #expect(try await ids("?q=KIM3") == ["o3"])
            #expect(try await ids("?q=nothing") == [])
            #expect(try await ids("?source=web&q=lee") == [])
            let later = (start + .minutes(30)).rfc3339
            #expect(try await ids("?from=\(later)") == ["i1"])
            #expect(try await ids("?to=\(later)").count == 5)
            let first = try await town.app.get("/v1/quarantine?limit=4").json
            let next = try #require(first["next"]?.stringValue)
            #expect(try await ids("?limit=4&after=\(next)") == ["o2", "o1"])
            let id = try #require(first["items"]?.arrayValue?.first?["id"]?.intValue)
            #expect(try await town.app.get("/v1/quarantine/\(id)").json["messageId"] == "i1")
            #expect(try await town.app.get("/v1/quarantine/999").status == .notFound)
            #expect(try await town.app.get("/v1/quarantine?after=x").status == .badRequest)
            #expect(try await town.app.get("/v1/quarantine?from=yesterday").status == .badRequest)
        }
    }

    @Test(
        "after the plan is mended what fits is taken with its own id and times, the rest stays with the new reason",
        arguments: TestEngine.available)
    func replay(engine: TestEngine) async throws {
        try await run(engine) { town in
            try await town.plan("track", "Order Completed", "quarantine")
            let sent = town.app.time.clock.now()
            let text = town.order("o1", "kim", revenue: "1000", ["timestamp": .string((sent - .hours(5)).rfc3339)])
            try await town.send(text, town.order("o2", "kim", revenue: -1), more: ["context": ["timezone": "Asia/Seoul"]])
            let before = try await town.waiting()
            town.app.time.advance(by: .days(2))
            var mended = QualityTown.order
            mended = try JSONValue(parsing: mended.serialized.replacing(#""type":"number""#, with: #""type":["number","string"]"#))
            try await town.plan("track", "Order Completed", "quarantine", mended)
            let run = try await town.run("replay", [:])
            #expect(run["state"] == "succeeded" && run["taken"] == 1 && run["kept"] == 1 && run["done"] == 2 && run["total"] == 2)
            let events = try await town.events(of: "kim")
            #expect(events.count == 1)
            let event = try #require(events.first)
            #expect(event["id"] == before[1]["eventId"] && event["messageId"] == "o1" && event["receivedAt"] == before[1]["receivedAt"])
            #expect(event["time"]?.stringValue == (sent - .hours(5)).rfc3339 && event["source"] == "web")
            #expect(event["context"]?["timezone"] == "Asia/Seoul")
            let left = try await town.waiting()
            #expect(left.map { $0["messageId"] } == ["o2"] && left.first?["attempts"] == 1)
            #expect(left.first?["faults"]?.arrayValue?.map { $0["keyword"] } == ["minimum"])
            #expect(left.first?["judgedAt"] != left.first?["receivedAt"])
            // Again: nothing twice.
            let again = try await town.run("replay", ["rule": "track:Order Completed"])
            #expect(again["taken"] == 0 && again["kept"] == 1)
            #expect(try await town.events(of: "kim").count == 1)
            #expect(try await town.send(text).text == #"{"success":true}"#)
            #expect(try await town.events(of: "kim").count == 1)
        }
    }

    @Test("computed traits and counts after a replay are those of a life without quarantine", arguments: TestEngine.available)
    func computed(engine: TestEngine) async throws {
        try await run(engine) { town in
            try await town.plan("track", "Order Completed", "quarantine")
            try await town.send(town.order("o1", "kim", revenue: 1_000), town.order("o2", "kim", revenue: "x"))
            try await town.send(["type": "identify", "userId": "kim", "traits": ["tier": "gold"]])
            town.app.time.advance(by: .days(100))
            try await town.plan("track", "Order Completed", "observe", true)
            try await town.run("replay", ["source": "web"])
            let kim = try await town.app.get("/v1/profiles?identity=userId:kim").json["items"]?.arrayValue?.first
            #expect(kim?["traits"]?["orderCount"]?["value"] == 2)
            #expect(kim?["traits"]?["orderCount90d"] == nil, "by the clock of now both are too old")
            let days = try await town.app.get("/v1/sources?days=366").json["items"]?.arrayValue?.first
            #expect(days?["accepted"] == 3)
            #expect(try await town.number("SELECT sum(events) AS n FROM ingest_hour") == 3, "what is taken again did not come again")
        }
    }

    @Test("a worker that dies at any point leaves each event in the log or in quarantine, never in both", arguments: TestEngine.available)
    func crash(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            let total = 450
            try await world.setPlan(mode: "quarantine")
            try await world.ingest(
                requests: [(0..<total).map { Calls.track("Buy", ["userId": "u\($0 % 7)"], at: $0, id: "m\($0)", ["n": "x"]) }])
            #expect(try await world.number("SELECT count(*) AS n FROM quarantined_event") == Int64(total))
            try await world.setPlan(mode: "observe")
            let time = ManualTime(ProfileWorld.start + .days(2))
            let kind = "profile.quarantine-replay"
            let jobs = JobStore(database: world.database, clock: time.clock, ids: world.ids)
            let input: JSONValue = ["filter": [:], "until": .integer(Int64(total))]
            _ = try await jobs.start(kind: kind, input: input, requestedBy: "test")
            // Dies before its first commit, then twice after one; nobody gives the job back.
            for (life, commits) in [0, 1, 1].enumerated() {
                let mortal = MortalDatabase(base: world.database, commits: commits)
                let job = QuarantineJob(database: mortal, feed: world.feed, parts: world.parts, clock: time.clock, audit: world.audit)
                let claimed = try #require(try await jobs.claim(kinds: [kind], holder: "w\(life)"))
                await #expect(throws: CancellationError.self) {
                    try await job.run(.replay, JobExecution(job: claimed, store: jobs, holder: "w\(life)"))
                }
                time.advance(by: JobStore.leaseDuration + .seconds(1))
                let stored = try await world.number("SELECT count(*) AS n FROM event")
                let left = try await world.number("SELECT count(*) AS n FROM quarantined_event")
                #expect(stored + left == Int64(total) && stored == Int64([0, 200, 400][life]))
            }
            let job = QuarantineJob(
                database: world.database, feed: world.feed, parts: world.parts, clock: time.clock, audit: world.audit)
            await JobRunner(store: jobs, handlers: [kind: { try await job.run(.replay, $0) }], holder: "w", logger: .init(label: "test"))
                .drain()
            #expect(try await world.number("SELECT count(*) AS n FROM event") == Int64(total))
            #expect(try await world.number("SELECT count(DISTINCT message_id) AS n FROM event") == Int64(total))
            #expect(try await world.number("SELECT done AS n FROM maru_job WHERE state = 'succeeded'") == Int64(total))
            #expect(try await world.number("SELECT count(*) AS n FROM maru_audit WHERE action = 'quarantine.replay.done'") == 1)
            #expect(try await world.number("SELECT count(*) AS n FROM quarantine_identity") == 0)
        }
    }

    @Test("discarding needs a reason, takes what matches and is in the audit log", arguments: TestEngine.available)
    func discard(engine: TestEngine) async throws {
        try await run(engine) { town in
            try await town.plan("track", "Order Completed", "quarantine")
            for id in ["o1", "o2", "o3"] { try await town.send(town.order(id, "kim-\(id)", revenue: "x")) }
            #expect(try await town.app.post("/v1/quarantine/discard", [:]).status == .unprocessableContent)
            #expect(try await town.app.post("/v1/quarantine/discard", ["reason": "r", "ids": ["1"]]).status == .unprocessableContent)
            let run = try await town.run("discard", ["q": "kim-o2", "reason": "시험 주문"])
            #expect(run["discarded"] == 1 && run["reason"] == "시험 주문" && run["total"] == nil)
            #expect(try await town.number("SELECT count(*) AS n FROM maru_job WHERE kind LIKE 'profile.quarantine%'") == 1)
            #expect(try await town.number("SELECT count(*) AS n FROM maru_job WHERE input LIKE '%kim-o2%'") == 0, "it ended")
            #expect(try await town.waiting().map { $0["messageId"] } == ["o3", "o1"])
            let id = try #require(try await town.waiting().first?["id"])
            #expect(try await town.run("discard", ["ids": [id], "reason": "r"])["discarded"] == 1)
            let entries = try await town.app.get("/v1/audit").text
            #expect(entries.contains("quarantine.discard") && entries.contains("시험 주문") && !entries.contains("kim-o2"))
            #expect(try await town.waiting().count == 1)
        }
    }

    @Test("keeps events for as long as the settings say, and counts what it lets go", arguments: TestEngine.available)
    func retention(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            try await world.setPlan(mode: "quarantine")
            for (day, id) in [(0, "m1"), (2, "m2"), (9, "m3")] as [(Int64, String)] {
                try await world.ingest(
                    requests: [[Calls.track("Buy", ["userId": "kim"], at: 0, id: id, ["n": "x"])]],
                    receivedAt: ProfileWorld.start + .days(day))
            }
            let now = ProfileWorld.start + .days(91)
            let sweep = QualitySweep(database: world.database, clock: .fixed(now))
            #expect(try await sweep.step() == 3, "an event, the violations of its day, an hour of counts")
            #expect(try await world.number("SELECT count(*) AS n FROM quarantined_event") == 2)
            #expect(try await world.number("SELECT sum(expired) AS n FROM ingest_day") == 1)
            let later = QualitySweep(database: world.database, clock: .fixed(ProfileWorld.start + .days(200)))
            var removed = 0
            while case let count = try await later.step(), count > 0 { removed += count }
            #expect(removed == 2 + 2 + 2, "events, hours, violations")
            #expect(try await world.number("SELECT count(*) AS n FROM ingest_hour") == 0)
            #expect(try await world.number("SELECT count(*) AS n FROM quality_violation") == 0)
        }
    }
}

/// A database whose process dies after so many commits: the next transaction is rolled back and whoever waits is cancelled.
private actor Lives {
    private var left: Int
    init(_ count: Int) { left = count }
    func spend() -> Bool {
        guard left > 0 else { return false }
        left -= 1
        return true
    }
}

private struct MortalDatabase: Database {
    let base: any Database
    private let lives: Lives

    init(base: any Database, commits: Int) {
        self.base = base
        lives = Lives(commits)
    }

    var engine: SQLEngine { base.engine }

    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T { try await base.read(body) }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        let lives = await lives.spend()
        return try await base.write { tx in
            let value = try body(tx)
            guard lives else { throw CancellationError() }
            return value
        }
    }

    func writeBlocking<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) throws -> T {
        try base.writeBlocking(body)
    }

    func migrate(_ sets: [MigrationSet]) async throws { try await base.migrate(sets) }
    func queryPlan(_ sql: String, _ arguments: [any SQLBindable]) async throws -> String { try await base.queryPlan(sql, arguments) }
    func scrub() async throws { try await base.scrub() }
    func close() async {}
}

extension ProfileWorld {
    /// One entry: `n` of `Buy` must be a number.
    fileprivate func setPlan(mode: String) async throws {
        let document: JSONValue = [
            "kind": "track", "name": "Buy", "mode": .string(mode), "schema": ["properties": ["n": ["type": "number"]]],
        ]
        try await database.write { tx in
            try tx.execute(
                """
                INSERT INTO tracking_plan_entry (kind, name, document, version, updated_at) VALUES ('track', 'Buy', $1, 1, 0)
                ON CONFLICT (kind, name) DO UPDATE SET document = excluded.document
                """, [document])
            try TrackingPlanCache.advance(in: tx)
        }
    }
}
