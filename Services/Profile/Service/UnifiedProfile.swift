import CommonModels
import FeedKit
import Hummingbird
import ServiceKit
import StorageKit

/// The parts of the unified profile put together: traits, priorities of sources, computed traits, groups.
struct UnifiedProfile: Sendable {
    let plans = TraitPlanCache()
    let tracking: TrackingPlanCache
    let editor: TraitEditor
    let sheets: TraitSheetReader
    let priorities: SourcePriorityStore
    let computed: ComputedTraitStore
    let groups: GroupDirectory
    let traitClock: ComputedTraitClock
    private let job: ComputedTraitJob
    private let priorityJob: SourcePriorityJob
    private let access: FieldAccess
    private let clock: WallClock

    /// - Parameters:
    ///   - tracking: what traits stated by hand must look like.
    ///   - telling: hears of computed traits, which have the labels of what they are computed from.
    init(frame: ServiceFrame, feed: Feed, tracking: TrackingPlanCache, telling: GovernanceTelling) {
        self.tracking = tracking
        let database = frame.database
        clock = frame.clock
        access = FieldAccess(database: database)
        editor = TraitEditor(
            database: database, feed: feed, plans: plans, tracking: tracking, ids: frame.ids, audit: frame.audit)
        sheets = TraitSheetReader(database: database)
        priorities = SourcePriorityStore(database: database, jobs: frame.jobs, audit: frame.audit, clock: frame.clock)
        computed = ComputedTraitStore(database: database, jobs: frame.jobs, audit: frame.audit, clock: frame.clock, telling: telling)
        groups = GroupDirectory(database: database, feed: feed, clock: frame.clock, audit: frame.audit)
        job = ComputedTraitJob(database: database, feed: feed, plans: plans, clock: frame.clock, telling: telling)
        priorityJob = SourcePriorityJob(database: database, feed: feed, plans: plans, clock: frame.clock)
        traitClock = ComputedTraitClock(
            database: database, feed: feed, plans: plans, jobs: frame.jobs, clock: frame.clock, holder: frame.instance,
            logger: frame.logger)
    }

    func addRoutes(to router: Router<ServiceContext>) {
        TraitRoutes(sheets: sheets, editor: editor, access: access, clock: clock).add(to: router)
        SourcePriorityRoutes(priorities: priorities).add(to: router)
        ComputedTraitRoutes(traits: computed).add(to: router)
        GroupRoutes(groups: groups, access: access, clock: clock).add(to: router)
    }

    var jobHandlers: [String: JobHandler] {
        [
            ComputedTraitJob.kind: { [job] in try await job.run($0) },
            SourcePriorityJob.kind: { [priorityJob] in try await priorityJob.run($0) },
        ]
    }
}
