import CommonModels
import FeedKit
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

    @Test("counts what a computed trait was made from until everybody's value is made anew", arguments: TestEngine.available)
    func oldSources(engine: TestEngine) async throws {
        try await ProfileWorld.run(on: engine) { world in
            let telling = GovernanceTelling(feed: world.feed, clock: ManualTime(ProfileWorld.start).clock)
            let orders = DataField(.trait, "orderCount")
            func labels(after change: String) async throws -> [String] {
                try await world.database.write { tx in
                    try tx.execute(change)
                    try telling.tellPolicyChanges(in: tx)
                    return try PolicyShelf.told(in: tx)?.book.labels(of: orders).map(\.rawValue) ?? []
                }
            }
            try await Self.state(Self.book, version: 1, in: world.database)
            #expect(try await labels(after: "UPDATE computed_trait SET built_version = version") == ["purchases"])
            let anew = """
                UPDATE computed_trait SET document = replace(document, 'Order Completed', 'Visit'), version = version + 1
                WHERE trait = 'orderCount'
                """
            #expect(try await labels(after: anew) == ["purchases"])
            #expect(try await labels(after: anew) == ["purchases"], "also when it is put twice before it is built")
            #expect(try await labels(after: "UPDATE computed_trait SET built_version = version") == [])
        }
    }
}
