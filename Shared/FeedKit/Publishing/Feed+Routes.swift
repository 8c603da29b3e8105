import HTTPTypes
package import Hummingbird
import NIOCore
package import ServiceKit

extension Feed {
    /// The newest id of the feed, so that a reader knows how far behind it is.
    package static let headField = "maru-feed-head"
    /// The last id that was removed for its age: a reader below it has missed events. Absent while everything is there.
    package static let removedField = "maru-feed-removed-through"
    /// How far the feed was looked at for a page: a reader goes on from there when the page is empty.
    package static let positionField = "maru-feed-position"
    static let mediaType = "application/cloudevents-batch+json"

    /// `GET /v1/feed?lastEventId&timeout&limit&partition&partitions&topic`, see http-feeds.org; scope `feed:read`.
    package var routes: RouteCollection<ServiceContext> {
        RouteCollection(context: ServiceContext.self)
            .add(middleware: ScopeMiddleware(.feedRead))
            .get("/v1/feed", use: show)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let page = try await page(FeedQuery(request))
        var headers: HTTPFields = [.contentType: Self.mediaType]
        if let name = HTTPField.Name(Self.headField) { headers[name] = String(page.head) }
        if page.removedThrough > 0, let name = HTTPField.Name(Self.removedField) { headers[name] = String(page.removedThrough) }
        if let name = HTTPField.Name(Self.positionField) { headers[name] = String(page.position) }
        guard page.isFull, let first = page.firstID, let last = page.lastID else {
            headers[.cacheControl] = "no-store"
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: page.body)))
        }
        let tag = "\"\(first)-\(last)-\(page.count)-\(page.body.count)\""
        headers[.eTag] = tag
        // It holds personal data, and erasure may thin it out: kept privately and not for ever.
        headers[.cacheControl] = "private, max-age=3600, immutable"
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: page.body)))
    }
}

extension FeedQuery {
    /// - Throws: `Problem` (400) for a parameter out of its range.
    init(_ request: Request) throws {
        let after = try request.query("lastEventId", in: 0...Int.max) ?? 0
        let limit = try request.query("limit", in: 1...Self.limitMax) ?? Self.limitDefault
        let timeout = try request.query("timeout", in: 0...Int(Self.timeoutMax.components.seconds) * 1_000) ?? 0
        var partition: FeedPartition?
        if let count = try request.query("partitions", in: 1...Self.partitionsMax) {
            guard let index = try request.query("partition", in: 0...count - 1) else {
                throw Problem.badRequest("partitions needs partition, a number from 0 to \(count - 1).")
            }
            partition = FeedPartition(index: index, count: count)
        }
        let topic = try request.query("topic").map { name in
            guard let topic = FeedTopic(rawValue: name) else {
                throw Problem.badRequest("topic must be one of \(FeedTopic.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return topic
        }
        self.init(after: Int64(after), limit: limit, timeout: .milliseconds(timeout), partition: partition, topic: topic)
    }
}
