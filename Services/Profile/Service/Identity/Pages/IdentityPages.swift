import ConsoleKit
import FeedKit
import Hummingbird
import ServiceKit

/// The pages of the identity chapter.
struct IdentityPages: Sendable {
    private let identities: IdentitiesPage
    private let namespace: NamespacePage
    private let merges: MergesPage

    init(console: Console, frame: ServiceFrame, feed: Feed, seal: PlaceSeal) {
        let desk = IdentityDesk(database: frame.database, feed: feed, audit: frame.audit)
        let access = FieldAccess(database: frame.database)
        identities = IdentitiesPage(console: console, access: access, seal: seal, desk: desk, clock: frame.clock)
        namespace = NamespacePage(console: console, desk: desk, clock: frame.clock)
        merges = MergesPage(
            console: console, access: access, merger: ProfileMerger(database: frame.database, feed: feed, audit: frame.audit),
            unmerger: ProfileUnmerger(database: frame.database, feed: feed, audit: frame.audit), log: MergeLog(database: frame.database),
            desk: desk, clock: frame.clock)
    }

    func add(to router: Router<ServiceContext>) {
        identities.add(to: router)
        namespace.add(to: router)
        merges.add(to: router)
    }
}
