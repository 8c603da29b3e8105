import CommonModels
import ConsoleKit
import FeedKit
import Hummingbird
import ServiceKit
import ServiceLifecycle
import StorageKit

/// Everything about consent, put together.
struct ConsentChapter: Sendable {
    /// Doors for people who do not sign in: each link is signed by us and says whose it is.
    static let openPaths = PreferencePages.openPaths + ConfirmationPages.openPaths + OneClickRoutes.openPaths

    let desk: ConsentCatalogueDesk
    let links: ConsentLinks
    private let frame: ServiceFrame
    private let feed: Feed
    private let writer: ConsentWriter
    private let history: ConsentHistory

    /// - Throws: `AccessFileError` when the secret of links cannot be read or made.
    init(frame: ServiceFrame, feed: Feed) throws {
        self.frame = frame
        self.feed = feed
        links = try ConsentLinks(frame.settings)
        desk = ConsentCatalogueDesk(database: frame.database, feed: feed, audit: frame.audit)
        writer = ConsentWriter(database: frame.database, feed: feed, ids: frame.ids, audit: frame.audit, links: links)
        history = ConsentHistory(database: frame.database)
    }

    func addRoutes(to router: Router<ServiceContext>, console: Console) {
        let (database, clock) = (frame.database, frame.clock)
        let consents = ConsentRoutes(
            consents: writer, history: history, profiles: ProfileStore(database: database), links: links, clock: clock)
        router.requiring(.profileRead).addRoutes(consents.reading, atPath: "/v1/profiles")
        router.requiring(.profileWrite).addRoutes(consents.writing, atPath: "/v1/profiles")
        let catalogue = ConsentCatalogueRoutes(desk: desk, clock: clock)
        router.requiring(.profileRead).addRoutes(catalogue.reading, atPath: "/v1")
        router.requiring(.privacyManage).addRoutes(catalogue.writing, atPath: "/v1")
        let centre = PreferenceCentre(
            database: database, writer: writer, history: history, links: links, feed: feed, ids: frame.ids)
        PreferencePages(centre: centre, console: console, clock: clock).add(to: router)
        let confirmations = ConsentConfirmationDesk(database: database, writer: writer, links: links)
        ConfirmationPages(desk: confirmations, console: console, clock: clock).add(to: router)
        OneClickRoutes(writer: writer, history: history, links: links, console: console, clock: clock).add(to: router)
    }

    var background: [any Service] {
        let (database, clock) = (frame.database, frame.clock)
        return [
            ConsentHerald(desk: desk, clock: clock, logger: frame.logger),
            Retention("consent-addresses", of: frame) {
                let now = clock.now()
                return try await database.write { try ConsentProof.forgetAddresses(at: now, in: $0) }
            },
        ]
    }
}
