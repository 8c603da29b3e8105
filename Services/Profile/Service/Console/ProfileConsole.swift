import ConsoleKit
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
    private let unified: UnifiedPages

    /// - Throws: what reading the console's resources throws.
    init(frame: ServiceFrame, unified: UnifiedProfile, consent: ConsentChapter) throws {
        let console = try Console(frame)
        let database = frame.database
        self.console = console
        customers = CustomerPages(
            console: console, profiles: ProfileStore(database: database), timeline: TimelineStore(database: database),
            log: IngestLog(database: database), unified: unified, looks: ProfileLooks(database: database, audit: frame.audit),
            neighbours: CustomerNeighbours(http: ServiceHTTP(frame: frame, retries: .never), logger: frame.logger))
        self.unified = UnifiedPages(
            console: console, profiles: ProfileStore(database: database), parts: unified, jobs: frame.jobs, clock: frame.clock)
        consents = ConsentPage(
            console: console, overview: ConsentOverview(database: database), profiles: ProfileStore(database: database), desk: consent.desk)
        catalogue = ConsentCataloguePages(console: console, desk: consent.desk, clock: frame.clock)
        events = EventLogPage(console: console, log: IngestLog(database: database), days: IngestDays(database: database))
    }

    var problemShape: ProblemShape { console.problemShape }

    func addRoutes(to router: Router<ServiceContext>) {
        console.addRoutes(to: router)
        customers.add(to: router)
        consents.add(to: router)
        catalogue.add(to: router)
        events.add(to: router)
        unified.add(to: router)
    }
}
