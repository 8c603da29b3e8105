import CommonModels
import FeedKit
import Hummingbird
import ServiceKit
import StorageKit

/// The routes of the identity chapter: its rules, and merging and parting people.
struct IdentityChapter: Sendable {
    private let rules: IdentityRuleRoutes
    private let merges: MergeRoutes

    init(frame: ServiceFrame, feed: Feed, seal: PlaceSeal) {
        let desk = IdentityDesk(database: frame.database, feed: feed, audit: frame.audit)
        let access = FieldAccess(database: frame.database)
        rules = IdentityRuleRoutes(desk: desk, access: access, seal: seal, clock: frame.clock)
        merges = MergeRoutes(
            merger: ProfileMerger(database: frame.database, feed: feed, audit: frame.audit),
            unmerger: ProfileUnmerger(database: frame.database, feed: feed, audit: frame.audit),
            log: MergeLog(database: frame.database), desk: desk, access: access, clock: frame.clock)
    }

    func addRoutes(to router: Router<ServiceContext>) {
        router.requiring(.profileRead).addRoutes(rules.reading, atPath: "/v1/identity")
        router.requiring(.admin).addRoutes(rules.editing, atPath: "/v1/identity")
        router.requiring(.profileRead).addRoutes(merges.reading, atPath: "/v1")
        router.requiring(.profileWrite).addRoutes(merges.writing, atPath: "/v1")
    }
}
