import CommonModels
import FeedKit
import Hummingbird
import ProfileDomain
import ServiceKit
import ServiceLifecycle
import StorageKit
import SubjectKit

/// The chapter, put together: policies, their telling, retention.
struct Governance: Sendable {
    let store: GovernanceStore
    let jobs: RetentionJobs
    private let upkeep: Retention

    init(frame: ServiceFrame, feed: Feed, telling: GovernanceTelling) {
        let store = GovernanceStore(database: frame.database, telling: telling, clock: frame.clock, audit: frame.audit)
        let dormant = DormantProfiles(feed: feed, records: SubjectRecords(ProfileHoldings.all), clock: frame.clock)
        let jobs = RetentionJobs(database: frame.database, clock: frame.clock, jobs: frame.jobs, store: store, dormant: dormant, feed: feed)
        self.store = store
        self.jobs = jobs
        upkeep = Retention("governance", of: frame) {
            try await store.keepTelling()
            try await jobs.startDaily()
            return 0
        }
    }

    func addRoutes(to router: Router<ServiceContext>) { GovernanceRoutes(store: store, jobs: jobs).add(to: router) }

    var background: [any Service] { [upkeep] }
    var jobHandlers: [String: JobHandler] { [RetentionJobs.kind: { [jobs] in try await jobs.run($0) }] }
}
