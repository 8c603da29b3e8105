import CommonModels
import FeedKit
import HTTPTypes
import HummingbirdTesting
import ServiceKit
import StorageKit
import SubjectKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("What governs data")
struct GovernanceTellingTests {
    private static let book: JSONValue = [
        "labels": [["field": "event:Order Completed", "label": "purchases"]],
        "policies": [["key": "no-purchases", "label": "purchases", "actions": ["message"], "effect": "deny"]],
    ]

    private static func state(_ book: JSONValue, version: Int, in database: any Database) async throws {
        try await database.write { tx in
            try tx.execute(
                "INSERT INTO governance_version (kind, version, document, at, changed_by) VALUES ('policies', $1, $2, 0, 'test')",
                [version, book])
        }
    }

    private static func told(_ feed: Feed) async throws -> [JSONObject] {
        let page = try await feed.page(FeedQuery(after: 0))
        guard page.count > 0 else { return [] }
        return try FeedBatch(page.body, after: 0).events.filter { $0.type == FeedEventType.governanceBook }.compactMap(\.data.objectValue)
    }

    @Test("is told again after a start and each day, under a version of its own", arguments: TestEngine.available)
    func again(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            let time = ManualTime(ProfileWorld.start)
            let feed = Feed(service: .profile, database: world.database, clock: time.clock, log: EventText())
            try await Self.state(Self.book, version: 1, in: world.database)
            let first = GovernanceTelling(feed: feed, clock: time.clock)
            func keepTelling(_ telling: GovernanceTelling) async throws -> [JSONValue?] {
                try await world.database.write { tx in
                    try telling.tellPolicyChanges(in: tx)
                    try telling.tellAgain(in: tx)
                }
                return try await Self.told(feed).map { $0["version"] }
            }
            #expect(try await keepTelling(first) == [1])
            time.advance(by: .seconds(23 * 3_600))
            #expect(try await keepTelling(first) == [1])
            time.advance(by: .seconds(3_601))
            #expect(try await keepTelling(first) == [1, 2])
            time.advance(by: .seconds(60))
            let second = GovernanceTelling(feed: feed, clock: time.clock)
            #expect(try await keepTelling(second) == [1, 2, 3])
            #expect(try await keepTelling(second) == [1, 2, 3])
            #expect(try await keepTelling(first) == [1, 2, 3])
            let documents = try await Self.told(feed).map { $0["inherited"]?.serialized ?? "" }
            #expect(Set(documents).count == 1 && documents.first?.contains("trait:orderCount") == true)
        }
    }

    @Test("counts what a computed trait was made from before until everybody's value is made anew", arguments: TestEngine.available)
    func oldSources(engine: TestEngine) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine) { app in
            let path = "/v1/computed-traits/lastVisit"
            func put(_ event: String) async throws {
                let document: JSONValue = [
                    "name": ["ko": "방문", "en": "Visits"], "events": [.string(event)], "aggregate": "last", "properties": ["ward"],
                ]
                #expect(try await app.post(path, document, method: .put, headers: [.ifMatch: "*"]).status == .ok)
            }
            func inherited() async throws -> [[String]] {
                try await app.get("/v1/feed?topic=governance").json.arrayValue?.map { event in
                    event["data"]?["inherited"]?.arrayValue?.filter { $0["field"] == "trait:lastVisit" }
                        .compactMap { $0["label"]?.stringValue } ?? []
                } ?? []
            }
            func wait(_ isThere: () async throws -> Bool) async throws {
                let deadline = ContinuousClock.now + .seconds(20)
                while try await !isThere() {
                    try #require(ContinuousClock.now < deadline)
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            let first: JSONValue = [
                "name": ["ko": "방문", "en": "Visits"], "events": ["Clinic Visited"], "aggregate": "last", "properties": ["ward"],
            ]
            #expect(try await app.post(path, first, method: .put, headers: [.ifNoneMatch: "*"]).status == .ok)
            try await wait { try await app.get(path).json["isBuilt"] == true }
            let book: JSONValue = [
                "labels": [
                    ["field": "event:Clinic Visited.ward", "label": "clinic"], ["field": "event:Store Visited", "label": "shop"],
                    ["field": "event:Spa Visited", "label": "shop"], ["field": "event:Spa Visited.ward", "label": "spa"],
                ],
                "policies": [],
            ]
            #expect(try await app.post("/v1/policies", book, method: .put, headers: [.ifMatch: "*"]).status == .ok)
            try await put("Store Visited")
            try await wait { try await inherited().last == ["shop"] }
            try await put("Spa Visited")
            try await wait { try await app.get(path).json["isBuilt"] == true }
            #expect(try await inherited() == [["clinic"], ["clinic", "shop"], ["shop"], ["shop", "spa"]])
        }
    }
}
