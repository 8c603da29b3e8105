import CommonModels
import FeedKit
import Logging
import ProfileDomain
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

/// Values kept event by event equal values computed from all events: with late events, refunds, merges, duplicates, windows
/// that end by the clock, and definitions that are not built yet.
@Suite("Computed traits, simulated")
struct ComputedTraitSimulationTests {
    private static let documents: [(key: String, members: JSONObject)] = [
        ("orders", ["aggregate": "count"]),
        ("netOrders", ["aggregate": "count", "minus": ["events": ["Order Refunded"]], "window": "20d"]),
        ("appOrders", ["aggregate": "count", "where": [["property": "channel", "is": "app"]], "window": "48h"]),
        (
            "spend",
            [
                "aggregate": "sum", "properties": ["missing", "amount"], "unit": ["currency": "KRW"],
                "minus": ["events": ["Order Refunded"], "properties": ["amount"]],
            ]
        ),
        ("spend30d", ["aggregate": "sum", "properties": ["amount"], "window": "30d"]),
        (
            "mean",
            [
                "aggregate": "average", "properties": ["amount"], "unit": ["currency": "KRW"], "window": "9w",
                "minus": ["events": ["Order Refunded"], "properties": ["amount"]],
            ]
        ),
        ("lowest", ["aggregate": "min", "properties": ["amount"], "window": "15d"]),
        ("highest", ["aggregate": "max", "properties": ["amount"]]),
        ("firstAt", ["aggregate": "first"]), ("lastAmount", ["aggregate": "last", "properties": ["amount"], "window": "25d"]),
        ("favourite", ["aggregate": "mostFrequent", "properties": ["products.category"], "window": "40d"]),
        ("kinds", ["aggregate": "distinctCount", "properties": ["products.category"]]),
        ("recency", ["aggregate": "daysSinceLast", "unit": "days"]),
    ]

    private static func traits() throws -> [ComputedTrait] {
        try documents.map { key, members in
            var document: JSONObject = ["name": ["ko": "가", "en": "A"], "events": ["Order Completed"]]
            for (name, value) in members { document[name] = value }
            return try ComputedTrait(json: .object(document), key: try #require(ComputedTraitKey(key)))
        }
    }

    /// Puts definitions in place of the ready-made ones; with `built` false as if nobody's values were built yet.
    private func define(_ traits: [ComputedTrait], built: Bool, _ world: ProfileWorld) async throws {
        try await world.database.write { tx in
            try tx.execute("DELETE FROM computed_trait")
            for trait in traits {
                try tx.execute(
                    """
                    INSERT INTO computed_trait (trait, document, version, built_version, is_deleted, updated_at, updated_by)
                    VALUES ($1, $2, 1, $3, 0, 0, 'test')
                    """, [trait.key.rawValue, trait.json, built ? 1 : 0])
            }
            try TraitPlanCache.advance(in: tx)
        }
    }

    private func call(_ random: inout SeededRandom, number: Int, now: Instant) -> JSONValue {
        let user: JSONValue = .string(["u1", "u2", "u3"].randomElement(using: &random) ?? "u1")
        let device: JSONValue = .string(["d1", "d2", "d3", "d4"].randomElement(using: &random) ?? "d1")
        // Mostly of now, some late, some from before the windows; never two at one instant.
        let age =
            Int64.random(in: 0..<10, using: &random) < 6
            ? Int64.random(in: 0..<2, using: &random) : Int64.random(in: 0..<70, using: &random)
        let time = Instant(
            microseconds: (now - .days(age) - .seconds(Int64.random(in: 0..<80_000, using: &random))).microseconds + Int64(number))
        let isRepeated = Int.random(in: 0..<15, using: &random) == 0 && number > 5
        var call: JSONObject = [
            "type": "track", "messageId": .string("m\(isRepeated ? number - 3 : number)"), "timestamp": .string(time.rfc3339),
        ]
        switch Int.random(in: 0..<5, using: &random) {
        case 0: call["userId"] = user
        case 1: (call["userId"], call["anonymousId"]) = (user, device)
        default: call["anonymousId"] = device
        }
        call["event"] = .string(
            ["Order Completed", "Order Completed", "Order Refunded", "Product Viewed"].randomElement(using: &random) ?? "")
        call["properties"] = [
            "amount": .integer(Int64.random(in: 1...90, using: &random) * 1_000), "channel": Bool.random(using: &random) ? "app" : "web",
            "currency": Int.random(in: 0..<6, using: &random) == 0 ? "USD" : "KRW",
            "products": [["category": .string(["skin", "hair", "lip"].randomElement(using: &random) ?? "")], ["category": "care"]],
        ]
        return .object(call)
    }

    @Test("kept values equal recomputed ones, in the tables and in the feed", arguments: TestEngine.available, Array(1...6) as [UInt64])
    func equality(engine: TestEngine, seed: UInt64) async throws {
        try await ProfileWorld.run(on: engine) { world in
            var random = SeededRandom(seed: seed)
            let traits = try Self.traits()
            try await define(traits, built: seed % 3 != 0, world)
            let time = ManualTime(ProfileWorld.start)
            let clock = self.clock(world, time)
            for round in 0..<14 {
                time.advance(by: .hours(Int64.random(in: 1...200, using: &random)))
                let now = time.clock.now()
                let calls = (0..<Int.random(in: 1...14, using: &random)).map { call(&random, number: round * 100 + $0, now: now) }
                try await world.ingest(requests: [Array(calls.prefix(4)), Array(calls.dropFirst(4))], receivedAt: now)
                if Bool.random(using: &random) { continue }
                try await clock.tick()
                try await check(traits, world, now, "seed \(seed), round \(round)")
            }
            time.advance(by: .days(30))
            try await clock.tick()
            try await check(traits, world, time.clock.now(), "seed \(seed), at the end")
            #expect(try await world.number("SELECT count(*) AS n FROM profile_merge") > 0, "seed \(seed) merges nobody")
        }
    }

    private func clock(_ world: ProfileWorld, _ time: ManualTime) -> ComputedTraitClock {
        ComputedTraitClock(
            database: world.database, feed: world.feed, plans: TraitPlanCache(),
            jobs: JobStore(database: world.database, clock: time.clock, ids: world.ids), clock: time.clock, holder: "test",
            logger: Logger(label: "test"))
    }

    private func check(_ traits: [ComputedTrait], _ world: ProfileWorld, _ now: Instant, _ place: String) async throws {
        let (events, kept) = try await world.database.read { tx in (try Self.events(tx), try Self.kept(tx)) }
        let told = try await told(world)
        for (id, events) in events {
            for trait in traits {
                let key = trait.key.rawValue
                // Days since the last event move with every hour; those of people who did nothing are a sweep behind at most.
                let expected = ComputedModel.value(of: trait, events, at: now)
                #expect(kept[id]?[key] == expected, "\(place): \(key) of \(id), \(events.count) events")
                #expect(told[id]?[key] == expected, "\(place): the feed of \(key) of \(id)")
            }
        }
        #expect(Set(kept.keys).isSubset(of: events.keys), "\(place): somebody merged keeps values")
    }

    /// Track events by living profile.
    private static func events(_ tx: any SQLTransaction) throws -> [String: [ComputedModel.Event]] {
        let sql = """
            SELECT coalesce(merged_into, profile.profile_id) AS owner, name, time, properties FROM event
            JOIN profile ON profile.profile_id = event.profile_id WHERE type = 'track'
            """
        return try tx.rows(sql).reduce(into: [:]) { events, row in
            events[try row.text("owner"), default: []].append(
                ComputedModel.Event(
                    name: try row.text("name"), time: try row.instant("time"), properties: try row.json("properties").objectValue ?? [:]))
        }
    }

    private static func kept(_ tx: any SQLTransaction) throws -> [String: [String: JSONValue]] {
        try tx.rows("SELECT profile_id, statements FROM computed_sheet").reduce(into: [:]) { kept, row in
            for statement in try row.json("statements").arrayValue ?? [] where statement["kind"] == "computed" {
                kept[try row.text("profile_id"), default: [:]][statement["name"]?.stringValue ?? ""] = statement["value"]
            }
        }
    }

    /// What somebody who follows the feed knows, as projections keep it: of two who are one the later value.
    private func told(_ world: ProfileWorld) async throws -> [String: [String: JSONValue]] {
        var told: [String: [String: JSONValue]] = [:]
        let page = try await world.feed.page(FeedQuery(after: 0, limit: FeedQuery.limitMax))
        for event in try FeedBatch(page.body, after: 0).events {
            let data = event.data
            let id = data["profileId"]?.stringValue ?? ""
            if let merged = data["mergedProfileId"]?.stringValue {
                for (name, view) in told.removeValue(forKey: merged) ?? [:] {
                    let isLater = (view["at"]?.stringValue ?? "") > (told[id]?[name]?["at"]?.stringValue ?? "")
                    if isLater { told[id, default: [:]][name] = view }
                }
            }
            for (name, view) in data["traits"]?.objectValue ?? [:] { told[id, default: [:]][name] = view }
            for name in data["removedTraits"]?.arrayValue ?? [] { told[id]?[name.stringValue ?? ""] = nil }
        }
        return told.mapValues { $0.compactMapValues { $0["value"] } }
    }
}
