package import CommonModels
import ConsoleKit
import FeedKit
import Foundation
package import Hummingbird
import ServiceClients
package import ServiceKit
package import ServiceLifecycle
package import StorageKit
import SubjectKit

/// The customer data platform: what happened, to whom, and what may be done with it.
package struct ProfileService: MaruService {
    package static let name = ServiceName.profile
    package static let migrations = [
        Feed.migrations, ProfileMigrations.set, SubjectRightsMigrations.set, SubjectDesk.migrations, GovernanceMigrations.set,
    ]
    package static var openAPI: String { PublishedContract.text(in: .module) }
    /// Segment's clients may send their key in the body; without a key nothing is taken.
    package static let openPaths = IngestRoutes.openPaths

    private let frame: ServiceFrame
    private let feed: Feed
    private let writer: IngestWriter
    private let rights: SubjectRights
    private let governance: Governance
    private let console: ProfileConsole

    package init(frame: ServiceFrame) async throws {
        self.frame = frame
        feed = Feed(service: .profile, database: frame.database, clock: frame.clock)
        rights = try SubjectRights(frame: frame, feed: feed, http: ServiceHTTP(frame: frame))
        governance = Governance(frame: frame, feed: feed)
        writer = IngestWriter(database: frame.database, feed: feed, ids: frame.ids, blocks: rights.blocks)
        console = try ProfileConsole(frame: frame)
    }

    package func addRoutes(to router: Router<ServiceContext>) {
        console.addRoutes(to: router)
        rights.addRoutes(to: router)
        CasePages(console: console.console, rights: rights).add(to: router)
        governance.addRoutes(to: router)
        GovernancePages(console: console.console, governance: governance).add(to: router)
        AuditPages(console: console.console, audit: frame.audit).add(to: router)
        let database = frame.database
        let ingest = IngestRoutes(writer: writer, access: frame.access, clock: frame.clock, ids: frame.ids)
        router.addRoutes(ingest.routes, atPath: "/v1")
        router.addRoutes(feed.routes)
        let profiles = ProfileRoutes(
            profiles: ProfileStore(database: database), timeline: TimelineStore(database: database),
            access: FieldAccess(database: database, audit: frame.audit))
        router.requiring(.profileRead).addRoutes(profiles.routes, atPath: "/v1/profiles")
        let sources = SourceRoutes(log: IngestLog(database: database), clock: frame.clock)
        router.requiring(.profileRead).addRoutes(sources.routes, atPath: "/v1")
        let consents = ConsentRoutes(
            consents: ConsentWriter(database: database, feed: feed, ids: frame.ids, audit: frame.audit), clock: frame.clock)
        router.requiring(.profileWrite).addRoutes(consents.routes, atPath: "/v1/profiles")
    }

    package var background: [any Service] {
        [writer, FeedRetention(feed: feed, holder: frame.instance, logger: frame.logger)] + rights.background + governance.background
    }

    package var jobHandlers: [String: JobHandler] { governance.jobHandlers }

    package var problemShapes: [ProblemShape] { [IngestProblems.shape, console.problemShape] }
}
