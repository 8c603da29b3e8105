import CommonModels
import FeedKit
import Hummingbird
import ServiceKit
import StorageKit

/// The smallest service with a feed, which publishes at its start what a test asks for.
struct FeedService: MaruService {
    static let name = ServiceName.profile
    static let migrations = [Feed.migrations]
    static let openAPI = "openapi: 3.1.0"

    private let feed: Feed

    init(frame: ServiceFrame) async throws {
        let feed = Feed(service: Self.name, database: frame.database, clock: frame.clock)
        self.feed = feed
        try await frame.database.write { try feed.publish((0..<25).map { FeedFixture.event($0) }, in: $0) }
    }

    func addRoutes(to router: Router<ServiceContext>) { router.addRoutes(feed.routes) }
}
