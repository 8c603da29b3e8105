import CommonModels
import ReportingDomain
import StorageKit
import TestFixtures
import Testing

@testable import ReportingService

@Suite("Facts and kept sums")
struct FactStoreTests {
    @Test("orders become revenue, orders, customers, new and retained by quarter", arguments: TestEngine.available)
    func quarters(engine: TestEngine) async throws {
        try await engine.withDatabase(Facts.migrations) { database in
            let facts = Facts(database)
            try await facts.keepReadyMade()
            let (a, b) = (facts.profile(), facts.profile())
            try await facts.apply(
                try facts.order(a, "2026-01-05T10:00:00Z", "10.50", order: "1"),
                try facts.order(a, "2026-03-31T23:59:59Z", "0.001", order: "2"),
                try facts.order(a, "2026-04-01T00:00:00Z", "5", order: "3"), try facts.order(b, "2026-05-01T00:00:00Z", "7.25", order: "4"),
                try facts.order(facts.profile(), "2026-05-01T00:00:00Z", "99", order: "5", user: nil))
            #expect(try await facts.table() == ["2026Q1,10.50,2,1,5.25,1,", "2026Q2,12.25,2,2,6.13,1,1"])
        }
    }

    @Test("amounts that somebody made up end no report and stay within what can be counted", arguments: TestEngine.available)
    func hugeAmounts(engine: TestEngine) async throws {
        try await engine.withDatabase(Facts.migrations) { database in
            let facts = Facts(database)
            try await facts.keepReadyMade()
            let person = facts.profile()
            for (number, day) in ["2026-01-05", "2026-01-05", "2026-01-05", "2026-02-05", "2026-02-06"].enumerated() {
                try await facts.apply(try facts.order(person, "\(day)T10:00:00Z", "900000000000000", order: "\(number)"))
            }
            #expect(try await facts.table() == ["2026Q1,400000000000000.00,5,1,80000000000000.00,1,"])
            try await facts.apply(try facts.order(person, "2026-04-05T10:00:00Z", "7.50", order: "9"))
            #expect(try await facts.table().last == "2026Q2,7.50,1,1,7.50,0,1")
        }
    }

    @Test("a few events long before all others take no mark of a partial quarter away")
    func strayEvents() throws {
        func coverage(_ counts: [(Int, Int)]) -> Int? { Coverage(counts: counts.map { (Day(number: $0), $1) })?.first.number }
        let shop = (2_000..<2_400).map { ($0, 20) }
        #expect(coverage(shop) == 2_000)
        #expect(coverage([(10, 1), (900, 2)] + shop) == 2_000, "a clock that was wrong")
        #expect(coverage([(10, 900)] + shop) == 10, "a season with many orders")
        #expect(coverage([(1_950, 1)] + shop) == 1_950, "a slow beginning")
        #expect(coverage([(10, 1), (900, 1)]) == 900 && coverage([(10, 1)]) == 10 && coverage([]) == nil)
    }

    @Test("an event delivered twice is counted once, in one batch and in two", arguments: TestEngine.available)
    func redelivery(engine: TestEngine) async throws {
        try await engine.withDatabase(Facts.migrations) { database in
            let facts = Facts(database)
            try await facts.keepReadyMade()
            let order = try facts.order(facts.profile(), "2026-01-05T10:00:00Z", "10", order: "1")
            try await facts.apply(order, order)
            try await facts.apply(order)
            #expect(try await facts.table() == ["2026Q1,10.00,1,1,10.00,1,"])
        }
    }

    @Test("one order told by two sources is one order", arguments: TestEngine.available)
    func distinctOrders(engine: TestEngine) async throws {
        try await engine.withDatabase(Facts.migrations) { database in
            let facts = Facts(database)
            try await facts.keepReadyMade()
            let person = facts.profile()
            try await facts.apply(
                try facts.order(person, "2026-01-05T10:00:00Z", "10", order: "1"),
                try facts.order(person, "2026-01-06T10:00:00Z", "10", order: "1"))
            #expect(try await facts.table().first?.split(separator: ",")[2] == "1")
        }
    }

    @Test("a late event lands in its own quarter", arguments: TestEngine.available)
    func late(engine: TestEngine) async throws {
        try await engine.withDatabase(Facts.migrations) { database in
            let facts = Facts(database)
            try await facts.keepReadyMade()
            let person = facts.profile()
            try await facts.apply(try facts.order(person, "2026-07-01T00:00:00Z", "3", order: "2"))
            #expect(try await facts.table() == ["2026Q3,3.00,1,1,3.00,1,"])
            try await facts.apply(try facts.order(person, "2026-06-30T00:00:00Z", "4", order: "1"))
            #expect(try await facts.table() == ["2026Q2,4.00,1,1,4.00,1,", "2026Q3,3.00,1,1,3.00,0,1"])
        }
    }

    @Test("merging two profiles counts one customer and keeps the money", arguments: TestEngine.available)
    func merge(engine: TestEngine) async throws {
        try await engine.withDatabase(Facts.migrations) { database in
            let facts = Facts(database)
            try await facts.keepReadyMade()
            let (a, b) = (facts.profile(), facts.profile())
            try await facts.apply(
                try facts.order(a, "2026-01-05T10:00:00Z", "10", order: "1"), try facts.order(b, "2026-01-05T11:00:00Z", "5", order: "2"),
                facts.merged(b, into: a), try facts.order(a, "2026-01-06T10:00:00Z", "1", order: "3"))
            #expect(try await facts.table() == ["2026Q1,16.00,3,1,5.33,1,"])
            let left = try await database.read { try $0.rows("SELECT 1 AS one FROM fact_event WHERE profile_id = $1", [b]).count }
            #expect(left == 0)
        }
    }

    @Test("a merge that is undone gives everybody their own orders back, and arms of experiments", arguments: TestEngine.available)
    func unmerge(engine: TestEngine) async throws {
        try await engine.withDatabase(Facts.migrations) { database in
            let facts = Facts(database)
            try await facts.keepReadyMade()
            let (a, b) = (facts.profile(), facts.profile())
            let ids: [EventID] = (0..<3).map { _ in facts.ids.next() }
            try await facts.apply(
                try facts.order(a, "2026-01-05T10:00:00Z", "10", order: "1"),
                try facts.order(b, "2026-01-05T11:00:00Z", "5", order: "2", id: ids[0]),
                try facts.viewed(a, "treated", "2026-01-01T00:00:00Z"))
            try await facts.apply(
                try facts.event(
                    "Experiment Viewed", b, "2026-01-02T00:00:00Z",
                    ["experiment_id": .string(GlobalHoldout.key), "variation_id": "holdout"], id: ids[2]))
            let before = try await Self.people(database)
            try await facts.apply(facts.merged(b, into: a), try facts.order(a, "2026-04-06T10:00:00Z", "7", order: "3", id: ids[1]))
            #expect(try await facts.table().map { $0.split(separator: ",")[3] } == ["1", "1"])
            try await facts.apply(facts.unmerged(b, from: a, events: ids))
            #expect(try await facts.table() == ["2026Q1,15.00,2,2,7.50,2,", "2026Q2,7.00,1,1,7.00,0,1"])
            let after = try await Self.people(database)
            #expect(after.filter { !$0.contains("2026-04") && !$0.contains("@\(Self.april)") } == before)
            let orders = try await database.read { try $0.rows("SELECT 1 AS one FROM fact_event WHERE profile_id = $1", [b]).count }
            #expect(orders == 3)
        }
    }

    /// The day of the order after the merge.
    private static let april = Day(iso: "2026-04-06")?.number ?? 0

    /// What is kept of each person.
    private static func people(_ database: any Database) async throws -> [String] {
        try await database.read { transaction in
            let sums = try transaction.rows("SELECT * FROM person_day ORDER BY profile_id, measure_id, day, currency").map { row in
                "\(try row.text("profile_id")) \(try row.text("measure_id")) \(try row.integer("occurrences")) "
                    + "\(try row.integer("amount")) @\(try row.integer("day"))"
            }
            let arms = try transaction.rows("SELECT * FROM experiment_person ORDER BY profile_id, experiment_key").map { row in
                "\(try row.text("profile_id")) \(try row.text("variation")) \(try row.integer("mixed"))"
            }
            return sums + arms
        }
    }

    @Test("an erased person stays in the sums and nowhere else", arguments: TestEngine.available)
    func erasure(engine: TestEngine) async throws {
        try await engine.withDatabase(Facts.migrations) { database in
            let facts = Facts(database)
            try await facts.keepReadyMade()
            let person = facts.profile()
            var order = try facts.order(person, "2026-01-05T10:00:00Z", "10", order: "1")
            let secret = try facts.event(
                "Order Completed", person, "2026-04-05T10:00:00Z", ["order_id": "2", "revenue": 4, "email": "kim@example.com"])
            try await facts.apply(order, secret, try facts.viewed(person, "holdout", "2026-01-01T00:00:00Z"))
            let before = try await facts.table()
            try await facts.apply(facts.erased(person))
            #expect(try await facts.table() == before)
            let texts = try await database.read { transaction in
                try ["fact_event", "person_day", "experiment_person"].flatMap { table in
                    try transaction.rows("SELECT profile_id FROM \(table)").map { try $0.text("profile_id") }
                } + transaction.rows("SELECT properties FROM fact_event").map { try $0.text("properties") }
            }
            #expect(!texts.contains { $0.contains(person.rawValue) || $0.contains("kim@example.com") })
            order = try facts.order(facts.profile(), "2026-04-06T10:00:00Z", "1", order: "3")
            try await facts.apply(order)
            #expect(try await facts.table().last == "2026Q2,5.00,2,2,2.50,1,1")
        }
    }

    @Test("a measure added later is computed over older facts and new ones, each once", arguments: TestEngine.available)
    func rebuild(engine: TestEngine) async throws {
        try await engine.withDatabase(Facts.migrations) { database in
            let facts = Facts(database)
            let people = (0..<5).map { _ in facts.profile() }
            func orders(_ month: String, _ range: Range<Int>) throws -> [CloudEvent] {
                try range.map { try facts.order(people[$0 % 5], "2026-\(month)-05T10:00:00Z", "1.10", order: "\($0)") }
            }
            try await facts.apply(try orders("01", 0..<2_300))
            try await facts.keepReadyMade()
            try await facts.apply(try orders("05", 2_300..<2_400))
            #expect(try await database.read { try MeasureTable.progress(in: $0) }.isComplete == false)
            var steps = 0
            while try await database.write({ try MeasureTable.rebuildStep(calendar: .utc, in: $0) }) { steps += 1 }
            #expect(steps > 3)
            #expect(try await database.read { try MeasureTable.progress(in: $0) }.isComplete)
            #expect(try await facts.table() == ["2026Q1,2530.00,2300,5,1.10,5,", "2026Q2,110.00,100,5,1.10,0,5"])
        }
    }

    @Test("another time zone moves events to the days and quarters they have there", arguments: TestEngine.available)
    func calendarChange(engine: TestEngine) async throws {
        try await engine.withDatabase(Facts.migrations) { database in
            let utc = Facts(database)
            try await utc.keepReadyMade()
            #expect(try await database.write { try FactCalendar.adopt(.utc, in: $0) } == false)
            try await utc.apply(try utc.order(utc.profile(), "2026-03-31T16:00:00Z", "2", order: "1"))
            #expect(try await utc.table() == ["2026Q1,2.00,1,1,2.00,1,"])
            let seoul = try #require(FiscalCalendar(timeZone: "Asia/Seoul"))
            #expect(try await database.write { try FactCalendar.adopt(seoul, in: $0) })
            while try await database.write({ try MeasureTable.rebuildStep(calendar: seoul, in: $0) }) {}
            #expect(try await Facts(database, calendar: seoul).table() == ["2026Q2,2.00,1,1,2.00,1,"])
        }
    }

    @Test("a recount in steps, facts and a restart between them, counts each fact once", arguments: TestEngine.available)
    func calendarChangeInSteps(engine: TestEngine) async throws {
        try await engine.withDatabase(Facts.migrations) { database in
            let utc = Facts(database)
            try await utc.keepReadyMade()
            try await database.write { _ = try FactCalendar.adopt(.utc, in: $0) }
            let people = (0..<4).map { _ in utc.profile() }
            for person in people {
                try await utc.apply(
                    try utc.viewed(person, "control", "2026-03-31T14:00:00Z"), try utc.viewed(person, "control", "2026-03-31T16:00:00Z"))
            }
            let seoul = try #require(FiscalCalendar(timeZone: "Asia/Seoul"))
            #expect(try await database.write { try FactCalendar.adopt(seoul, in: $0) })
            let later = Facts(database, calendar: seoul)
            #expect(try await database.write { try FactCalendar.recountStep(seoul, chunk: 3, in: $0) })
            try await later.apply(try later.viewed(people[0], "control", "2026-03-31T13:00:00Z"))
            #expect(try await database.write { try FactCalendar.adopt(seoul, in: $0) } == false)
            var steps = 1
            while try await database.write({ try FactCalendar.recountStep(seoul, chunk: 3, in: $0) }) { steps += 1 }
            #expect(steps == 3)
            let days = try await database.read { tx in
                try tx.rows("SELECT day, occurrences FROM event_day ORDER BY day").map {
                    "\(Day(number: try $0.int("day")).iso) \(try $0.int("occurrences"))"
                }
            }
            #expect(days == ["2026-03-31 5", "2026-04-01 4"])
            let firstDays = try await database.read { tx in
                try tx.rows("SELECT first_day FROM experiment_person").map { Day(number: try $0.int("first_day")).iso }
            }
            #expect(firstDays == Array(repeating: "2026-03-31", count: people.count))
        }
    }

    @Test("withdrawn consent and facts of other services become facts", arguments: TestEngine.available)
    func otherFeeds(engine: TestEngine) async throws {
        try await engine.withDatabase(Facts.migrations) { database in
            let facts = Facts(database)
            let person = facts.profile()
            let id = JSONValue.string(person.rawValue)
            try await facts.apply(
                CloudEvent(
                    id: "7", type: FeedEventType.profileChanged, source: "/profile", time: .epoch, subject: person.rawValue,
                    data: [
                        "profileId": id,
                        "consents": [["purpose": "marketing", "channel": "email", "status": "withdrawn", "at": "2026-05-01T00:00:00Z"]],
                    ]),
                CloudEvent(
                    id: "7", type: FeedEventType.journeyStep, source: "/journey", time: .epoch, subject: person.rawValue,
                    data: ["profileId": id, "nodeId": "n", "outcome": "sent", "at": "2026-05-01T00:00:00Z"]),
                CloudEvent(
                    id: "7", type: FeedEventType.segmentEntered, source: "/segment", time: .epoch, subject: person.rawValue,
                    data: ["profileId": id, "at": "2026-05-01T00:00:00Z"]))
            let names = try await database.read { try $0.rows("SELECT name FROM event_day ORDER BY name").map { try $0.text("name") } }
            #expect(names == ["Consent Changed", "Journey Step", "Segment Entered"])
        }
    }

    @Test("queries over growing tables go through an index", arguments: TestEngine.available)
    func plans(engine: TestEngine) async throws {
        try await engine.withDatabase(Facts.migrations) { database in
            let queries: [(String, [any SQLBindable])] = [
                (SeriesQueries.totals, ["m"]), (SeriesQueries.distinct, ["m"]), (SeriesQueries.people, ["m"]),
                (EffectStore.arms, ["e"]), (EffectStore.outcomes, ["e", "m", 1, 2, "GBP"]),
                (MeasureTable.factsSQL(names: 1), [Int64(0), Int64(9), 100, "Order Completed"]),
                ("DELETE FROM person_day WHERE profile_id = $1", ["p"]), ("SELECT sequence FROM fact_event WHERE profile_id = $1", ["p"]),
            ]
            for (sql, arguments) in queries {
                let plan = try await database.queryPlan(sql, arguments)
                #expect(
                    QueryPlan.fullScans(plan, on: database.engine).allSatisfy { ["visits", "steps"].contains($0) || $0.hasPrefix("(") },
                    "\(sql)\n\(plan)")
            }
        }
    }
}
