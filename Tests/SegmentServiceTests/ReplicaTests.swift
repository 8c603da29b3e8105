import CommonModels
import FeedKit
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SegmentService
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@Suite("Two replicas of Segment on one PostgreSQL", .enabled(if: TestEngine.available.contains(.postgres)))
struct ReplicaTests {
    private static let people = 40

    @Test("apply every event of Profile's feed once between them")
    func once() async throws {
        try await TestInstallation.of(PublishedFeed.self, over: .live) { source in
            let port = try #require(source.client.port)
            let variables = ["MARU_PROFILE_URL": "http://localhost:\(port)", "MARU_SECRETS": source.settings.secretFolder]
            try await TestInstallation.pair(of: SegmentService.self, engine: .postgres, variables: variables) { one, other in
                let thrice = try await Self.activate("thrice", 30, one)
                let never = try await Self.activate("never", 31, other)
                try await PublishedFeed.orders(people: Self.people, each: 3, in: source)
                let entered = try await Self.follow(other, until: Self.people)
                #expect(Set(entered).count == Self.people && entered.count == Self.people)
                // The event after the last order: once both have seen it, all orders were applied.
                try await PublishedFeed.orders(people: 1, each: 3, from: Self.people, in: source)
                let all = try await Self.follow(one, until: Self.people + 1)
                #expect(Set(all).count == Self.people + 1 && all.count == Self.people + 1)
                #expect(try await one.get("/v1/segments/\(thrice)").json["size"] == .integer(Int64(Self.people + 1)))
                #expect(try await other.get("/v1/segments/\(never)").json["size"] == 0)
            }
        }
    }

    /// A live segment of people with orders of at least `sum`; each order has 10.
    private static func activate(_ key: String, _ sum: Int64, _ installation: TestInstallation) async throws -> String {
        let created = try await installation.post(
            "/v1/segments",
            [
                "key": .string(key), "name": ["ko": .string(key), "en": .string(key)],
                "rule": ["event": "Order Completed", "sum": "revenue", "atLeast": .integer(sum)],
            ])
        let id = try #require(try created.json["id"]?.stringValue)
        let active = try await installation.post("/v1/segments/\(id)/activate", [:], headers: [.ifMatch: "*"])
        #expect(active.status == .accepted)
        return id
    }

    /// Who entered a segment, in the order of Segment's feed, until `count` did.
    private static func follow(_ installation: TestInstallation, until count: Int) async throws -> [String] {
        var entered: [String] = []
        var position: Int64 = 0
        while entered.count < count {
            let page = try await installation.get("/v1/feed?timeout=30000&lastEventId=\(position)")
            let batch = try FeedBatch(Array(buffer: page.body), after: position)
            entered += batch.events.filter { $0.type == FeedEventType.segmentEntered }.compactMap { $0.data["profileId"]?.stringValue }
            position = batch.last
        }
        return entered
    }
}
