import CommonModels
import FeedKit
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import TestFixtures
import Testing

@Suite("GET /v1/feed")
struct FeedRoutesTests {
    @Test("answers CloudEvents in batches, full ones cacheable, the last one empty", arguments: TestEngine.available)
    func pages(engine: TestEngine) async throws {
        try await TestInstallation.of(FeedService.self, engine: engine) { service in
            let full = try await service.get("/v1/feed?limit=20")
            #expect(full.status == .ok)
            #expect(full.headers[.contentType] == "application/cloudevents-batch+json")
            #expect(full.headers[.cacheControl]?.contains("immutable") == true)
            let batch = try FeedBatch(Array(buffer: full.body), after: 0)
            #expect(FeedFixture.numbers(batch.events) == Array(0..<20))
            let tag = try #require(full.headers[.eTag])
            let again = try await service.get("/v1/feed?limit=20", headers: [.ifNoneMatch: tag])
            #expect(again.status == .notModified && again.body.readableBytes == 0)

            let rest = try await service.get("/v1/feed?limit=20&lastEventId=\(batch.last)")
            #expect(rest.headers[.eTag] == nil && rest.headers[.cacheControl] == "no-store")
            let end = try FeedBatch(Array(buffer: rest.body), after: batch.last)
            #expect(FeedFixture.numbers(end.events) == Array(20..<25))
            let head = HTTPField.Name("maru-feed-head").flatMap { rest.headers[$0] }
            #expect(head == String(end.last))
            let empty = try await service.get("/v1/feed?lastEventId=\(end.last)")
            #expect(empty.status == .ok && String(buffer: empty.body) == "[]")
        }
    }

    @Test("refuses parameters out of their range, and callers without the scope")
    func refusals() async throws {
        try await TestInstallation.of(FeedService.self) { service in
            for query in [
                "limit=0", "limit=5001", "limit=x", "lastEventId=abc", "lastEventId=-1", "timeout=60001", "partitions=2",
                "partitions=2&partition=2",
            ] {
                let answer = try await service.get("/v1/feed?\(query)")
                #expect(answer.status == .badRequest, "\(query)")
            }
            let other = try service.keys.server(.segmentRead)
            #expect(try await service.send(.get, "/v1/feed", key: other).status == .forbidden)
            #expect(try await service.send(.get, "/v1/feed", key: nil).status == .unauthorized)
            #expect(try await service.send(.get, "/v1/feed", key: service.keys.write).status == .forbidden)
        }
    }
}
