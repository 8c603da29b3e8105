import CommonModels
import FeedKit
import Hummingbird
import ServiceKit
import StorageKit
import TestFixtures

/// Profile's feed without Profile: services do not know each other, in tests neither.
struct PublishedFeed: MaruService {
    static let name = ServiceName.profile
    static let migrations = [Feed.migrations]
    static let openAPI = "openapi: 3.1.0"

    private let frame: ServiceFrame
    private let feed: Feed

    init(frame: ServiceFrame) async throws {
        self.frame = frame
        feed = Feed(service: Self.name, database: frame.database, clock: frame.clock)
    }

    func addRoutes(to router: Router<ServiceContext>) {
        router.addRoutes(feed.routes)
        router.requiring(.admin).post("/v1/orders/:person", use: order)
    }

    /// `each` orders of 10 for every person from `first` on, a transaction an order.
    static func orders(people: Int, each: Int, from first: Int = 0, in source: TestInstallation) async throws {
        for _ in 0..<each {
            for number in first..<(first + people) { try await source.post("/v1/orders/\(number)", [:]) }
        }
    }

    @Sendable private func order(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let id: EventID = frame.ids.next()
        let now = frame.clock.now()
        let event = CustomerEvent(
            id: id, messageId: id.rawValue, profileId: Self.person(try context.parameters.require("person", as: Int.self)), type: .track,
            name: "Order Completed", userId: nil, anonymousId: nil, time: now, receivedAt: now, source: "web",
            properties: ["revenue": 10], context: [:])
        try await frame.database.write { transaction in
            try feed.publish(
                [FeedEvent(type: FeedEventType.customerEvent, profile: event.profileId, time: now, data: event.json)], in: transaction)
        }
        return JSONResponse(json: [:])
    }

    private static func person(_ number: Int) -> ProfileID {
        ProfileID(UUIDv7(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | UInt64(number)))
    }
}
