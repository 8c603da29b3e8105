package import CommonModels
import FeedKit
import Foundation
package import Hummingbird
package import ServiceKit
package import ServiceLifecycle
package import StorageKit

/// The customer data platform: what happened, to whom, and what may be done with it.
package struct ProfileService: MaruService {
    package static let name = ServiceName.profile
    package static let migrations = [Feed.migrations, ProfileMigrations.set, IdentityMigrations.set]
    package static var openAPI: String { PublishedContract.text(in: .module) }
    /// Segment's clients may send their key in the body; without a key nothing is taken.
    package static let openPaths = IngestRoutes.openPaths

    private let frame: ServiceFrame
    private let feed: Feed
    private let rulebook: IdentityRulebook
    private let writer: IngestWriter
    private let console: ProfileConsole

    package init(frame: ServiceFrame) async throws {
        self.frame = frame
        feed = Feed(service: .profile, database: frame.database, clock: frame.clock)
        rulebook = IdentityRulebook(try await frame.database.read { try IdentityRulesStore.load(in: $0) })
        writer = IngestWriter(database: frame.database, feed: feed, ids: frame.ids, rulebook: rulebook)
        console = try ProfileConsole(frame: frame, feed: feed)
    }

    package func addRoutes(to router: Router<ServiceContext>) {
        console.addRoutes(to: router)
        let database = frame.database
        let ingest = IngestRoutes(writer: writer, access: frame.access, clock: frame.clock, ids: frame.ids, rulebook: rulebook)
        router.addRoutes(ingest.routes, atPath: "/v1")
        router.addRoutes(feed.routes)
        let profiles = ProfileRoutes(profiles: ProfileStore(database: database), timeline: TimelineStore(database: database))
        router.requiring(.profileRead).addRoutes(profiles.routes, atPath: "/v1/profiles")
        let sources = SourceRoutes(log: IngestLog(database: database), clock: frame.clock)
        router.requiring(.profileRead).addRoutes(sources.routes, atPath: "/v1")
        let consents = ConsentRoutes(
            consents: ConsentWriter(database: database, feed: feed, ids: frame.ids, audit: frame.audit), clock: frame.clock)
        router.requiring(.profileWrite).addRoutes(consents.routes, atPath: "/v1/profiles")
        IdentityChapter(frame: frame, feed: feed).addRoutes(to: router)
    }

    package var background: [any Service] { [writer, FeedRetention(feed: feed, holder: frame.instance, logger: frame.logger)] }

    package var problemShapes: [ProblemShape] { [IngestProblems.shape, console.problemShape] }
}
