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
        Feed.migrations, ProfileMigrations.set, UnifiedProfileMigrations.set, ConsentMigrations.set, SubjectRightsMigrations.set,
        SubjectDesk.migrations, GovernanceMigrations.set, IdentityMigrations.set, PlaceMigrations.set, ImportMigrations.set,
        SignalMigrations.set, QualityMigrations.set,
    ]
    package static var openAPI: String { PublishedContract.text(in: .module) }
    /// Identities and messages are looked up all over their indexes, in few and large commits.
    package static var databaseOptions: DatabaseOptions {
        var options = DatabaseOptions()
        options.sqliteCacheKiB = 32_000
        return options
    }

    /// Segment's clients may send their key in the body; without a key nothing is taken.
    package static let openPaths =
        IngestRoutes.openPaths + ConsentChapter.openPaths + SnippetRoutes.openPaths
        + ClientSettingsRoutes.openPaths

    private let frame: ServiceFrame
    private let feed: Feed
    private let rulebook: IdentityRulebook
    private let writer: IngestWriter
    private let rights: SubjectRights
    private let governance: Governance
    private let console: ProfileConsole
    private let unified: UnifiedProfile
    private let consent: ConsentChapter
    private let origins: TrackingOrigins
    private let snippet: SnippetRoutes
    private let seal: PlaceSeal
    private let imports: ImportChapter
    private let signals: SignalChapter
    private let quality: QualityChapter

    package init(frame: ServiceFrame) async throws {
        self.frame = frame
        feed = Feed(service: .profile, database: frame.database, clock: frame.clock, log: EventText())
        rulebook = IdentityRulebook(try await frame.database.read { try IdentityRulesStore.load(in: $0) })
        origins = try TrackingOrigins(frame.settings)
        snippet = try SnippetRoutes()
        consent = try ConsentChapter(frame: frame, feed: feed)
        let telling = GovernanceTelling(feed: feed, clock: frame.clock)
        unified = UnifiedProfile(frame: frame, feed: feed, tracking: TrackingPlanCache(), telling: telling)
        rights = try SubjectRights(frame: frame, feed: feed, http: ServiceHTTP(frame: frame))
        governance = Governance(frame: frame, feed: feed, telling: telling)
        let parts = IngestParts(
            ids: frame.ids, plans: unified.plans, tracking: unified.tracking, links: consent.links, blocks: rights.blocks,
            rulebook: rulebook, identities: IdentityCache())
        writer = IngestWriter(database: frame.database, feed: feed, parts: parts)
        quality = QualityChapter(frame: frame, feed: feed, parts: parts)
        seal = try PlaceSeal(frame.settings)
        signals = try SignalChapter(frame: frame, feed: feed)
        imports = try ImportChapter(frame: frame, writer: writer, rulebook: rulebook, tracking: parts.tracking)
        console = try ProfileConsole(frame: frame, feed: feed, unified: unified, consent: consent, seal: seal)
    }

    package func addRoutes(to router: Router<ServiceContext>) {
        router.addMiddleware { origins }
        snippet.add(to: router)
        ClientSettingsRoutes(access: frame.access, publicURL: frame.settings.baseURL).add(to: router)
        console.addRoutes(to: router)
        rights.addRoutes(to: router)
        CasePages(console: console.console, rights: rights).add(to: router)
        governance.addRoutes(to: router)
        GovernancePages(console: console.console, governance: governance).add(to: router)
        AuditPages(console: console.console, audit: frame.audit).add(to: router)
        let database = frame.database
        let ingest = IngestRoutes(writer: writer, access: frame.access, clock: frame.clock, ids: frame.ids, rulebook: rulebook)
        router.addRoutes(ingest.routes, atPath: "/v1")
        let access = FieldAccess(database: database)
        router.group().add(middleware: WholeReaders(access: access)).addRoutes(feed.routes)
        let profiles = ProfileRoutes(
            profiles: ProfileStore(database: database), timeline: TimelineStore(database: database), access: access,
            looks: ProfileLooks(database: database, audit: frame.audit))
        router.requiring(.profileRead).addRoutes(profiles.routes, atPath: "/v1/profiles")
        unified.addRoutes(to: router)
        let sources = SourceRoutes(log: IngestLog(database: database), access: access, clock: frame.clock)
        router.requiring(.profileRead).addRoutes(sources.routes, atPath: "/v1")
        IdentityChapter(frame: frame, feed: feed, seal: seal).addRoutes(to: router)
        consent.addRoutes(to: router, console: console.console)
        imports.addRoutes(to: router, console: console.console)
        signals.addRoutes(to: router, console: console.console)
        quality.addRoutes(to: router, console: console.console)
    }

    package var background: [any Service] {
        let sweep = RejectionSweep(database: frame.database, clock: frame.clock)
        let own: [any Service] = [
            writer, RunMerger(EventPlaces.runs, database: frame.database, logger: frame.logger), unified.traitClock,
            FeedRetention(feed: feed, holder: frame.instance, logger: frame.logger),
            Retention("ingest-rejections", of: frame) { try await sweep.step() },
        ]
        return own + consent.background + rights.background + governance.background + imports.background + signals.background
            + quality.background
    }

    package var jobHandlers: [String: JobHandler] {
        unified.jobHandlers.merging(governance.jobHandlers) { $1 }.merging(quality.jobHandlers) { $1 }
    }

    package var problemShapes: [ProblemShape] { [IngestProblems.shape, console.problemShape] }
}
