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

    /// Asks each neighbour, now, whether its feed has anything past what is applied here.
    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        var feeds: [JSONValue] = []
        var isDrained = true
        for source in sources {
            let position = try await position(of: source)
            let page = try? await HTTPFeedSource(source, http: http).page(FeedQuery(after: position, limit: 1))
            let isAtEnd = page?.count == 0
            isDrained = isDrained && isAtEnd
            var members: JSONObject = ["source": .string(source.rawValue), "applied": .integer(position), "isAtEnd": .bool(isAtEnd)]
            if let page { members["head"] = .integer(max(page.head, position)) }
            feeds.append(.object(members))
        }
        let rebuild = try await database.read { try MeasureTable.progress(in: $0) }
        return JSONResponse(json: [
            "isDrained": .bool(isDrained && rebuild.isComplete), "feeds": .array(feeds),
            "rebuild": ["done": .integer(rebuild.done), "total": .integer(rebuild.total)],
        ])
    }

    private func position(of source: ServiceName) async throws -> Int64 {
        try await database.read { transaction in
            try transaction.row(
                "SELECT position FROM maru_feed_cursor WHERE consumer = $1", [ReportingFeeds.consumerName(of: source)])?.integer("position")
                ?? 0
        }
    }
}
