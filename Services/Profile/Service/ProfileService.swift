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
    package static let migrations = [Feed.migrations, ProfileMigrations.set, UnifiedProfileMigrations.set]
    package static var openAPI: String { PublishedContract.text(in: .module) }
    /// Segment's clients may send their key in the body; without a key nothing is taken.
    package static let openPaths = IngestRoutes.openPaths

    private let frame: ServiceFrame
    private let feed: Feed
    private let writer: IngestWriter
    private let console: ProfileConsole
    private let unified: UnifiedProfile

    package init(frame: ServiceFrame) async throws {
        self.frame = frame
        feed = Feed(service: .profile, database: frame.database, clock: frame.clock)
        unified = UnifiedProfile(frame: frame, feed: feed)
        writer = IngestWriter(database: frame.database, feed: feed, ids: frame.ids, plans: unified.plans)
        console = try ProfileConsole(frame: frame, unified: unified)
    }

    package func addRoutes(to router: Router<ServiceContext>) {
        console.addRoutes(to: router)
        let database = frame.database
        let ingest = IngestRoutes(writer: writer, access: frame.access, clock: frame.clock, ids: frame.ids)
        router.addRoutes(ingest.routes, atPath: "/v1")
        router.addRoutes(feed.routes)
        let profiles = ProfileRoutes(profiles: ProfileStore(database: database), timeline: TimelineStore(database: database))
        router.requiring(.profileRead).addRoutes(profiles.routes, atPath: "/v1/profiles")
        unified.addRoutes(to: router)
        let sources = SourceRoutes(log: IngestLog(database: database), clock: frame.clock)
        router.requiring(.profileRead).addRoutes(sources.routes, atPath: "/v1")
        let consents = ConsentRoutes(
            consents: ConsentWriter(database: database, feed: feed, ids: frame.ids, audit: frame.audit), clock: frame.clock)
        router.requiring(.profileWrite).addRoutes(consents.routes, atPath: "/v1/profiles")
    }

    package var background: [any Service] {
        let sweep = RejectionSweep(database: frame.database, clock: frame.clock)
        let leases = LeaseStore(database: frame.database, clock: frame.clock)
        return [
            writer, unified.traitClock, FeedRetention(feed: feed, holder: frame.instance, logger: frame.logger),
            Retention("ingest-rejections", leases: leases, holder: frame.instance, logger: frame.logger) { try await sweep.step() },
        ]
    }

    package var jobHandlers: [String: JobHandler] { unified.jobHandlers }

    package var problemShapes: [ProblemShape] { [IngestProblems.shape, console.problemShape] }
}
