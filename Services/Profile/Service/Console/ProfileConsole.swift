import ConsoleKit
import FeedKit
import Hummingbird
import ServiceClients
import ServiceKit

/// Profile's pages: customers, one customer, consent, what came in.
struct ProfileConsole: Sendable {
    private let console: Console
    private let customers: CustomerPages
    private let consents: ConsentPage
    private let events: EventLogPage
    private let identity: IdentityPages

    /// - Throws: what reading the console's resources throws.
    init(frame: ServiceFrame, feed: Feed) throws {
        let console = try Console(frame)
        let database = frame.database
        self.console = console
        customers = CustomerPages(
            console: console, profiles: ProfileStore(database: database), timeline: TimelineStore(database: database),
            names: EventNames(database: database), looks: ProfileLooks(database: database, audit: frame.audit),
            neighbours: CustomerNeighbours(http: ServiceHTTP(frame: frame, retries: .never), logger: frame.logger))
        consents = ConsentPage(console: console, overview: ConsentOverview(database: database), profiles: ProfileStore(database: database))
        events = EventLogPage(console: console, log: IngestLog(database: database), days: IngestDays(database: database))
        identity = IdentityPages(console: console, frame: frame, feed: feed)
    }

    var problemShape: ProblemShape { console.problemShape }

    func addRoutes(to router: Router<ServiceContext>) {
        console.addRoutes(to: router)
        customers.add(to: router)
        consents.add(to: router)
        events.add(to: router)
        identity.add(to: router)
    }
}
