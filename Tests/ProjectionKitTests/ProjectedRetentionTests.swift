import CommonModels
import ProjectionKit
import StorageKit
import Synchronization
import TestFixtures
import Testing

@Suite("Copies of events")
struct ProjectedRetentionTests {
    private static let day = 86_400

    private func rules(_ version: Int64, _ rules: EventRetention) -> CloudEvent {
        CloudEvent(
            id: "\(1_000_000 + version)", type: FeedEventType.eventRetention, source: "/profile", time: FeedScript.instant(0), subject: nil,
            data: ["version": .integer(version), "events": rules.json])
    }

    private func names(_ database: any Database) async throws -> [String] {
        try await database.read { tx in
            try tx.rows("SELECT name, properties FROM projected_event ORDER BY name, time").map {
                try "\($0.text("name")) \($0.text("properties"))"
            }
        }
    }

    @Test("end by name or type as Profile's rules say, once a day and when the rules change", arguments: TestEngine.available)
    func rules(engine: TestEngine) async throws {
        try await engine.withDatabase(ProjectionTests.schema) { database in
            var script = FeedScript()
            let people = (0..<1_200).map { _ in script.profile() }
            let (anna, bora) = (people[3], people[1_100])
            var events = people.map { script.changed($0, at: 0) }
            for (name, type, day) in [
                ("View", CustomerEventType.track, 10), ("View", .track, 80), ("Buy", .track, 10), ("Home", .page, 10), ("Kept", .page, 10),
            ] {
                events.append(script.happened(name, to: anna, at: day * Self.day, type: type))
            }
            events.append(script.happened("View", to: bora, at: 20 * Self.day))
            let retention = EventRetention(names: ["View": 30, "Kept": 365], types: [.page: 60])
            try await database.project(events + [rules(2, retention), rules(1, .none)])
            let now = Mutex(FeedScript.instant(75 * Self.day))
            let lost = Mutex<[Set<ProfileID>]>([])
            let kept = ProjectedRetention(database: database, now: { now.withLock { $0 } }) { people, _ in
                lost.withLock { $0.append(Set(people.keys)) }
            }
            #expect(try await kept.step() == 2 && lost.withLock { $0 } == [[anna]])
            #expect(try await kept.step() == 1 && lost.withLock { $0 } == [[anna], [bora]])
            #expect(try await kept.step() == 0)
            let left = [#"Buy {}"#, #"Page Viewed {"name":"Kept"}"#, #"View {}"#]
            #expect(try await names(database) == left)
            now.withLock { $0 = FeedScript.instant(111 * Self.day) }
            #expect(try await kept.step() == 1, "a day later the next are over")
            #expect(try await kept.step() == 0)
            try await database.project([rules(3, EventRetention(names: ["Buy": 40], types: [:]))])
            #expect(try await kept.step() == 1, "other rules count at once")
            #expect(try await names(database) == [#"Page Viewed {"name":"Kept"}"#])
        }
    }

    @Test("stay as long as the person where their name is excepted", arguments: TestEngine.available)
    func excepted(engine: TestEngine) async throws {
        try await engine.withDatabase(ProjectionTests.schema) { database in
            var script = FeedScript()
            let anna = script.profile()
            let events = ["View", "Arm"].map { script.happened($0, to: anna, at: 1) }
            try await database.project([script.changed(anna, at: 0)] + events + [rules(1, EventRetention(names: [:], types: [.track: 30]))])
            let now = FeedScript.instant(40 * Self.day)
            let kept = ProjectedRetention(database: database, now: { now }, excepting: ["Arm"])
            #expect(try await kept.step() == 1)
            #expect(try await names(database) == ["Arm {}"])
        }
    }

    @Test("are found along the key of people", arguments: TestEngine.available)
    func plan(engine: TestEngine) async throws {
        try await engine.withDatabase(ProjectionTests.schema) { database in
            var script = FeedScript()
            let people = (0..<2_000).map { _ in script.profile() }
            try await database.project(people.map { script.happened("View", to: $0, at: 1) })
            if engine == .postgres { try await database.write { _ = try $0.execute("ANALYZE projected_event") } }
            let (sql, named) = ProjectedRetention.eventsSQL(EventRetention(names: ["View": 30, "Buy": 3], types: [.track: 400]))
            let plan = try await database.queryPlan(sql, [people[0], people[20], FeedScript.instant(5)] + named)
            #expect(QueryPlan.fullScans(plan, on: database.engine) == [], "\(plan)")
        }
    }
}
