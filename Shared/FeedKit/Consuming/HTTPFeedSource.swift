package import CommonModels
import NIOCore
import NIOHTTP1
package import ServiceClients

/// A neighbour's feed.
package struct HTTPFeedSource: FeedSource {
    private let service: ServiceName
    private let http: ServiceHTTP

    package init(_ service: ServiceName, http: ServiceHTTP) {
        self.service = service
        self.http = http
    }

    /// The consumer finds the ids inside `body`, so the page's own first and last stay nil.
    package func page(_ query: FeedQuery) async throws -> FeedPage {
        let timeout = query.timeout.components.seconds * 1_000
        var call = ServiceCall.get(
            "/v1/feed",
            query: [
                ("lastEventId", query.after > 0 ? String(query.after) : nil), ("limit", String(query.limit)), ("timeout", String(timeout)),
                ("partition", query.partition.map { String($0.index) }), ("partitions", query.partition.map { String($0.count) }),
                ("topic", query.topic?.rawValue),
            ])
        call.timeout = query.timeout + .seconds(10)
        call.answerBytesMax = 4 * FeedPage.bytesMax
        let answer = try await http.send(call, to: service)
        let head = answer.headers.first(name: Feed.headField).flatMap { Int64($0) } ?? 0
        let body = Array(buffer: answer.body)
        let isEmpty = body.count <= 2
        let removedThrough = answer.headers.first(name: Feed.removedField).flatMap { Int64($0) } ?? 0
        let position = answer.headers.first(name: Feed.positionField).flatMap { Int64($0) } ?? 0
        return FeedPage(
            body: body, count: isEmpty ? 0 : 1, firstID: nil, lastID: nil, isFull: false, head: head, removedThrough: removedThrough,
            position: position)
    }
}
