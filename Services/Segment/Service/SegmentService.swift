package import CommonModels
import ConsoleKit
import FeedKit
import Foundation
package import Hummingbird
import ProjectionKit
import ServiceClients
package import ServiceKit
package import ServiceLifecycle
package import StorageKit
import SubjectKit

/// Named audiences that stay true: on events and by the clock.
package struct SegmentService: MaruService {
    package static let name = ServiceName.segment
    package static let migrations = [
        Feed.migrations, FeedConsumer.migrations, ProjectionSchema.migrations, SegmentMigrations.set, SubjectDesk.migrations,
    ]
    package static var openAPI: String { PublishedContract.text(in: .module) }

    private let frame: ServiceFrame
    private let console: Console
    private let feed: Feed
    private let segments: SegmentStore
    private let memberships: MembershipStore
    private let preview: SegmentPreview
    private let maintainer: SegmentMaintainer
    private let subjects: SubjectDesk
    private let consumer: FeedConsumer
    private let membershipClock: MembershipClock
    private let copies: Retention

    package init(frame: ServiceFrame) async throws {
        self.frame = frame
        console = try Console(frame)
        let database = frame.database
        feed = Feed(service: .segment, database: database, clock: frame.clock)
        segments = SegmentStore(database: KeyedDatabase(database), feed: feed, clock: frame.clock)
        memberships = MembershipStore(database: database, clock: frame.clock)
        preview = SegmentPreview(database: database, clock: frame.clock)
        let alarm = MembershipAlarm()
        let maintainer = SegmentMaintainer(feed: feed, clock: frame.clock, alarm: alarm)
        self.maintainer = maintainer
        let http = ServiceHTTP(frame: frame)
        let subjects = SubjectDesk(frame: frame, feed: feed, http: http, holdings: SegmentHoldings.all)
        self.subjects = subjects
        let suspensions = SegmentSuspensions(segments: segments, jobs: frame.jobs, audit: frame.audit, clock: frame.clock)
        consumer = FeedConsumer(
            name: SegmentMaintainer.consumer, source: .profile, http: http, frame: frame,
            apply: subjects.applying { events, tx in
                for segment in try maintainer.apply(events, in: tx) {
                    try BackfillJob.start(segment, jobs: frame.jobs, requestedBy: Self.name.rawValue, in: tx)
                }
                if events.contains(where: { $0.type == FeedEventType.governanceBook }) { try suspensions.reconsider(in: tx) }
            })
        let clock = frame.clock
        let retention = ProjectedRetention(database: database, now: { clock.now() }) { try maintainer.reconsider($0, in: $1) }
        copies = Retention("copies-of-events", of: frame) { try await retention.step() }
        membershipClock = MembershipClock(
            database: database, maintainer: maintainer, alarm: alarm, clock: frame.clock, logger: frame.logger)
    }

    package func addRoutes(to router: Router<ServiceContext>) {
        console.addRoutes(to: router)
        router.addRoutes(feed.routes)
        subjects.addRoutes(to: router)
        AuditPages(console: console, audit: frame.audit).add(to: router)
        SegmentRoutes(segments: segments, frame: frame).add(to: router)
        MembershipRoutes(segments: segments, memberships: memberships, preview: preview, database: frame.database).add(to: router)
        SegmentListPage(console: console, segments: segments, memberships: memberships).add(to: router)
        let finding = SegmentRuleFinding(segments: segments, preview: preview)
        SegmentNewPage(console: console, segments: segments, finding: finding, frame: frame).add(to: router)
        SegmentRulePage(console: console, segments: segments, finding: finding, frame: frame).add(to: router)
        SegmentActivationPage(console: console, segments: segments, finding: finding, frame: frame).add(to: router)
        SegmentDetailPage(console: console, segments: segments, memberships: memberships, frame: frame).add(to: router)
    }

    package var background: [any Service] {
        [
            subjects.background, consumer, membershipClock, FeedRetention(feed: feed, holder: frame.instance, logger: frame.logger),
            DeadLetters.retention(frame), copies,
        ]
    }

    package func queueDepths(in tx: any SQLTransaction) throws -> [QueueDepth] { [try DeadLetters.depth(in: tx)] }

    package var jobHandlers: [String: JobHandler] {
        let backfill = BackfillJob(database: frame.database, maintainer: maintainer)
        let retire = RetireJob(database: frame.database, maintainer: maintainer)
        return [BackfillJob.kind: { try await backfill.run($0) }, RetireJob.kind: { try await retire.run($0) }]
    }

    package var problemShapes: [ProblemShape] { [console.problemShape] }

    package func readiness() async -> [ReadinessCheck] { [consumer.readiness] }
}
