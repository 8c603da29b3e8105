import CommonModels
import ConsoleKit
import FeedKit
import Hummingbird
import ProfileDomain
import ServiceKit
import ServiceLifecycle
import StorageKit

/// The chapter, put together: the tracking plan, quarantine, scores.
struct QualityChapter: Sendable {
    let plan: TrackingPlanStore
    let trial: PlanTrial
    let quarantine: QuarantineStore
    let desk: QuarantineDesk
    let scores: QualityStore
    let jobs: JobStore
    let access: FieldAccess
    private let audit: AuditLog
    private let clock: WallClock
    private let job: QuarantineJob
    private let upkeep: Retention

    /// - Parameter parts: those of the writer, since a replay goes the way of ingest.
    init(frame: ServiceFrame, feed: Feed, parts: IngestParts) {
        let database = frame.database
        plan = TrackingPlanStore(database: database, audit: frame.audit, clock: frame.clock)
        trial = PlanTrial(database: database)
        quarantine = QuarantineStore(database: database)
        desk = QuarantineDesk(database: database, jobs: frame.jobs, audit: frame.audit)
        scores = QualityStore(database: database)
        jobs = frame.jobs
        access = FieldAccess(database: database)
        audit = frame.audit
        clock = frame.clock
        job = QuarantineJob(database: database, feed: feed, parts: parts, clock: frame.clock, audit: frame.audit)
        let sweep = QualitySweep(database: database, clock: frame.clock)
        upkeep = Retention("data-quality", of: frame) { try await sweep.step() }
    }

    func addRoutes(to router: Router<ServiceContext>, console: Console) {
        TrackingPlanRoutes(plan: plan, trial: trial, access: access).add(to: router)
        QuarantineRoutes(store: quarantine, desk: desk, access: access, audit: audit).add(to: router)
        QualityRoutes(store: scores, clock: clock).add(to: router)
        QualityPages(console: console, quality: self, access: access, audit: audit).add(to: router)
    }

    var background: [any Service] { [upkeep] }

    var jobHandlers: [String: JobHandler] {
        [
            QuarantineDesk.Action.replay.jobKind: { [job] in try await job.run(.replay, $0) },
            QuarantineDesk.Action.discard.jobKind: { [job] in try await job.run(.discard, $0) },
        ]
    }
}
