import ConsoleKit
import FeedKit
import Hummingbird
import ServiceClients
import ServiceKit

/// Profile's pages: customers, one customer, consent, what came in.
struct ProfileConsole: Sendable {
    let console: Console
    private let customers: CustomerPages
    private let consents: ConsentPage
    private let catalogue: ConsentCataloguePages
    private let events: EventLogPage
    private let identity: IdentityPages
    private let unified: UnifiedPages

    /// - Throws: what reading the console's resources throws.
    init(frame: ServiceFrame, feed: Feed, unified: UnifiedProfile, consent: ConsentChapter, seal: PlaceSeal) throws {
        let console = try Console(frame)
        let database = frame.database
        let access = FieldAccess(database: database)
        self.console = console
        customers = CustomerPages(
            console: console, access: access, profiles: ProfileStore(database: database), timeline: TimelineStore(database: database),
            log: IngestLog(database: database), unified: unified, looks: ProfileLooks(database: database, audit: frame.audit),
            database: database,
            neighbours: CustomerNeighbours(http: ServiceHTTP(frame: frame, retries: .never), logger: frame.logger))
        self.unified = UnifiedPages(
            console: console, access: access, profiles: ProfileStore(database: database), parts: unified, jobs: frame.jobs,
            clock: frame.clock)
        consents = ConsentPage(
            console: console, overview: ConsentOverview(database: database), profiles: ProfileStore(database: database), desk: consent.desk)
        catalogue = ConsentCataloguePages(console: console, desk: consent.desk, clock: frame.clock)
        events = EventLogPage(
            console: console, access: access, log: IngestLog(database: database), days: IngestDays(database: database))
        identity = IdentityPages(console: console, frame: frame, feed: feed, seal: seal)
    }

    var problemShape: ProblemShape { console.problemShape }

    func addRoutes(to router: Router<ServiceContext>) {
        console.addRoutes(to: router)
        customers.add(to: router)
        consents.add(to: router)
        catalogue.add(to: router)
        events.add(to: router)
        identity.add(to: router)
        unified.add(to: router)
    }
}
