import CommonModels
import FeedKit
import Hummingbird
import ReportingDomain
import ServiceClients
import ServiceKit
import StorageKit

/// How far reporting is: per neighbour's feed, and with the computing of new measures. Scripts wait for `isDrained`.
struct StatusRoutes {
    let database: any Database
    let http: ServiceHTTP
    let sources: [ServiceName]

    func add(to router: Router<ServiceContext>) {
        router.requiring(.reportingRead, path: "/v1/status").get(use: show)
    }

    /// Asks all neighbours at once, now, whether their feeds have anything past what is applied here.
    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let feeds = try await withThrowingTaskGroup(of: (Int, FeedStatus).self) { group in
            for (order, source) in sources.enumerated() { group.addTask { (order, try await status(of: source)) } }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
        let rebuild = try await database.read { try MeasureTable.progress(in: $0) }
        return JSONResponse(json: [
            "isDrained": .bool(feeds.allSatisfy(\.isAtEnd) && rebuild.isComplete), "feeds": .array(feeds.map(\.json)),
            "rebuild": ["done": .integer(rebuild.done), "total": .integer(rebuild.total)],
        ])
    }

    private func status(of source: ServiceName) async throws -> FeedStatus {
        let applied = try await position(of: source)
        let page = try? await HTTPFeedSource(source, http: http).page(FeedQuery(after: applied, limit: 1))
        return FeedStatus(source: source, applied: applied, head: page.map { max($0.head, applied) }, isAtEnd: page?.count == 0)
    }

    private func position(of source: ServiceName) async throws -> Int64 {
        try await database.read { transaction in
            try transaction.row(
                "SELECT position FROM maru_feed_cursor WHERE consumer = $1", [ReportingFeeds.consumerName(of: source)])?.integer("position")
                ?? 0
        }
    }
}
