import CommonModels
import FeedKit
import HTTPTypes
import HummingbirdTesting
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import DecisionService

@Suite("A decision for a caller who has seen more")
struct FeedHorizonTests {
    private let person = DecisionStage.person(1)
    private let segment = SegmentID(UUIDv7(high: 5, low: 5))

    private func prepare(_ stage: DecisionStage) async throws -> CloudEvent {
        try await stage.savePlacement()
        try await stage.saveOffer("vip", #""eligibility":{"segment":"\#(segment)"}"#)
        try await stage.introduce(person, userID: "u1")
        let at = stage.time.clock.now().rfc3339
        return try stage.event(
            FeedEventType.segmentEntered,
            #"{"segmentId":"\#(segment)","profileId":"\#(person)","at":"\#(at)","reason":"rule","version":1}"#)
    }

    @Test("waits for the segment entry the caller acts on, instead of deciding without it", arguments: TestEngine.available)
    func waits(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine) { stage in
            let entered = try await prepare(stage)
            // The person is in memory, without the segment.
            #expect(try await stage.decide(person)["reason"] == "none")
            async let asked = stage.decide(person, seen: FeedPositions([.segment: 7]))
            try await stage.consume([entered], FeedHorizon.segmentConsumer, to: 7, hearing: 0)
            #expect(try await asked["offer"]?["key"] == "vip")
        }
    }

    @Test("reads past its memory when another replica applied the entry", arguments: TestEngine.available)
    func otherReplica(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine, replicas: 2) { stage in
            let entered = try await prepare(stage)
            #expect(try await stage.decide(person, replica: 1)["reason"] == "none")
            try await stage.consume([entered], FeedHorizon.segmentConsumer, to: 7, hearing: 0)
            #expect(try await stage.decide(person, replica: 1)["reason"] == "none", "memory is what it was")
            #expect(try await stage.decide(person, replica: 1, seen: FeedPositions([.segment: 7]))["offer"]?["key"] == "vip")
        }
    }

    @Test("asks the caller to come back when the feed stays behind, and counts nothing", arguments: TestEngine.available)
    func behind(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine, patience: .milliseconds(50)) { stage in
            let entered = try await prepare(stage)
            try await stage.consume([entered], FeedHorizon.segmentConsumer, to: 7, hearing: 0)
            await #expect(throws: DecisionError.behind) {
                try await stage.decide(person, requestID: "step", seen: FeedPositions([.segment: 8]))
            }
            await #expect(throws: DecisionError.behind) {
                try await stage.decide(person, requestID: "step", seen: FeedPositions([.segment: 7, .profile: 1]))
            }
            let logged = try await stage.database.read { tx in try tx.row("SELECT COUNT(*) AS n FROM decision")?.integer("n") }
            #expect(logged == 0)
            try await stage.consume([], FeedHorizon.profileConsumer, to: 1)
            let seen = FeedPositions([.segment: 7, .profile: 1, .content: 99])
            #expect(try await stage.decide(person, requestID: "step", seen: seen)["offer"]?["key"] == "vip")
        }
    }

    @Test("is told so over HTTP, and a malformed field is refused")
    func overHTTP() async throws {
        try await TestInstallation.of(DecisionService.self, variables: ["MARU_HOLDOUT_SHARE": "0"]) { service in
            try await service.post("/v1/placements", ["key": "home", "name": ["en": "Home"], "channel": "web"])
            let name = try #require(HTTPField.Name(FeedPositions.headerName))
            let body: JSONValue = ["profileId": .string(person.rawValue), "placement": "home"]
            let behind = try await service.post("/v1/decide", body, headers: [name: "segment=3", .idempotencyKey: "step"])
            #expect(behind.status == .serviceUnavailable && behind.headers[.retryAfter] == "1")
            // The same request again, although its caller has seen more: the header is no part of it.
            try await service.database.write { tx in
                _ = try tx.execute("INSERT INTO maru_feed_cursor (consumer, position, moved_at) VALUES ('decision-segment', 5, 0)", [])
            }
            for seen in ["segment=3", "segment=5, profile=0"] {
                let answer = try await service.post("/v1/decide", body, headers: [name: seen, .idempotencyKey: "step"])
                #expect(answer.status == .ok, "\(seen)")
            }
            for wrong in ["segment", "segment=-1", "somewhere=1", "segment=1;2"] {
                #expect(try await service.post("/v1/decide", body, headers: [name: wrong]).problem == "bad-request", "\(wrong)")
            }
        }
    }
}
