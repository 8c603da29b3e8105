package import CommonModels
import ConsoleKit
import FeedKit
import Foundation
package import Hummingbird
import ReportingDomain
import ServiceClients
package import ServiceKit
package import ServiceLifecycle
package import StorageKit
import SubjectKit

/// KPIs, incremental effect, the shared budget and the quarterly report.
package struct ReportingService: MaruService {
    package static let name = ServiceName.reporting
    package static let migrations = [
        FactMigrations.set, FactCalendar.migrations, KPIMigrations.set, BudgetMigrations.set, Feed.migrations, FeedConsumer.migrations,
        SubjectDesk.migrations,
    ]
    package static var openAPI: String { PublishedContract.text(in: .module) }

    private let frame: ServiceFrame
    private let settings: ReportingSettings
    private let console: Console
    private let http: ServiceHTTP
    private let feed: Feed
    private let kpis: KPIStore
    private let reports: ReportStore
    private let budgets: BudgetStore
    private let subjects: SubjectDesk
    private let consumers: [FeedConsumer]

    package init(frame: ServiceFrame) async throws {
        self.frame = frame
        let settings = try ReportingSettings(config: frame.settings.config)
        self.settings = settings
        console = try Console(frame)
        http = ServiceHTTP(frame: frame)
        feed = Feed(service: .reporting, database: frame.database, clock: frame.clock)
        kpis = KPIStore(frame: frame)
        reports = ReportStore(database: frame.database, clock: frame.clock, settings: settings)
        budgets = BudgetStore(frame: frame, calendar: settings.calendar, feed: feed)
        subjects = SubjectDesk(frame: frame, feed: feed, http: http, holdings: ReportingHoldings.all)
        consumers = ReportingFeeds.consumers(
            frame: frame, http: http, subjects: subjects, facts: FactStore(calendar: settings.calendar, ids: frame.ids))
        try await kpis.seed()
        try await frame.database.write { transaction in
            try FactCalendar.adopt(settings.calendar, in: transaction)
            // Also what an earlier process left half done.
            try MeasureRebuild.startIfDue(frame.jobs, by: Self.name.rawValue, in: transaction)
        }
    }

    package func addRoutes(to router: Router<ServiceContext>) {
        console.addRoutes(to: router)
        KPIRoutes(store: kpis).add(to: router)
        ReportRoutes(store: reports).add(to: router)
        BudgetRoutes(store: budgets, reports: reports).add(to: router)
        StatusRoutes(database: frame.database, http: http, sources: ReportingFeeds.sources).add(to: router)
        router.addRoutes(feed.routes)
        subjects.addRoutes(to: router)
        AuditPages(console: console, audit: frame.audit).add(to: router)
        DashboardRoutes(console: console, reports: reports).add(to: router)
        KPIPageRoutes(console: console, store: kpis, reports: reports).add(to: router)
        BudgetPageRoutes(console: console, store: budgets, reports: reports).add(to: router)
    }

    package var background: [any Service] {
        [subjects.background] + (consumers as [any Service]) + [
            FeedRetention(feed: feed, holder: frame.instance, logger: frame.logger), DeadLetters.retention(frame),
        ]
    }

    package var jobHandlers: [String: JobHandler] {
        [MeasureRebuild.kind: MeasureRebuild(database: frame.database, calendar: settings.calendar).handler]
    }

    package var problemShapes: [ProblemShape] { [console.problemShape] }

    package func queueDepths(in tx: any SQLTransaction) throws -> [QueueDepth] { [try DeadLetters.depth(in: tx)] }

    package func readiness() async -> [ReadinessCheck] { consumers.map(\.readiness) }
}
