import CommonModels
import FeedKit
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ProfileService
import TestFixtures
import Testing

@Suite("Two replicas of Profile on one PostgreSQL", .enabled(if: TestEngine.available.contains(.postgres)))
struct ReplicaTests {
    private static let people = 12
    private static let senders = 6
    private static let batches = 12

    @Test("taking events of the same people at once make one person of each, and a feed that is whole and in order")
    func concurrent() async throws {
        try await TestInstallation.pair(of: ProfileService.self, engine: .postgres) { one, other in
            let expected = Self.people * 2 * Self.batches
            let followed = try await withThrowingTaskGroup(of: [CloudEvent].self) { group in
                group.addTask { try await Self.follow(other, until: expected) }
                for sender in 0..<Self.senders {
                    group.addTask {
                        // Every batch goes to both replicas from several senders: only one of them stores it.
                        for batch in 0..<Self.batches {
                            let number = (batch + sender * 2) % Self.batches
                            let answer = try await (sender + batch) % 2 == 0 ? Self.send(number, to: one) : Self.send(number, to: other)
                            #expect(answer.status == .ok)
                        }
                        return []
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let stored = try await TrackingLog(installation: one).events()
            #expect(followed.map(\.id) == stored.map(\.id))
            let messages = stored.filter { $0.type == FeedEventType.customerEvent }.compactMap { $0.data["messageId"]?.stringValue }
            #expect(messages.count == expected && Set(messages).count == expected)
            #expect(try await one.get("/v1/profiles/counts").json["living"] == .integer(Int64(Self.people)))
            for person in 0..<Self.people {
                let found = try await ["userId:u\(person)", "anonymousId:a\(person)", "email:p\(person)@mail.kr"].asyncIDs(in: other)
                #expect(Set(found).count == 1 && found.count == 3, "person \(person)")
            }
            let counts = try await TrackingLog(installation: one).counts()
            #expect(counts.accepted == Int64(expected))
            #expect(counts.duplicates == Int64(expected * (Self.senders - 1)))
        }
    }

    /// For each person a visit without name and a sign-in.
    private static func send(_ batch: Int, to installation: TestInstallation) async throws -> TestResponse {
        let events = (0..<people).flatMap { person -> [JSONValue] in
            let visitor = JSONValue.string("a\(person)")
            return [
                ["type": "track", "event": "Visit", "messageId": .string("v-\(batch)-\(person)"), "anonymousId": visitor],
                [
                    "type": "identify", "messageId": .string("i-\(batch)-\(person)"), "anonymousId": visitor,
                    "userId": .string("u\(person)"), "traits": ["email": .string("p\(person)@mail.kr"), "batch": .integer(Int64(batch))],
                ],
            ]
        }
        return try await installation.post("/v1/batch", ["batch": .array(events)], key: installation.keys.write)
    }

    /// Reads the feed in small pages while it is written, until it has told `count` customer events.
    private static func follow(_ installation: TestInstallation, until count: Int) async throws -> [CloudEvent] {
        var events: [CloudEvent] = []
        var position: Int64 = 0
        while events.count(where: { $0.type == FeedEventType.customerEvent }) < count {
            let page = try await installation.get("/v1/feed?limit=25&timeout=20000&lastEventId=\(position)")
            let batch = try FeedBatch(Array(buffer: page.body), after: position)
            events += batch.events
            position = batch.last
        }
        return events
    }
}

extension [String] {
    /// The profile of each identity.
    fileprivate func asyncIDs(in installation: TestInstallation) async throws -> [String] {
        var found: [String] = []
        for identity in self {
            let page = try await installation.get("/v1/profiles?identity=\(identity)").json
            found += page["items"]?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? []
        }
        return found
    }
}
