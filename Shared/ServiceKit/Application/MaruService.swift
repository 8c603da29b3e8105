package import CommonModels
package import Hummingbird
package import ServiceLifecycle
package import StorageKit

/// What makes a service a service: its name, tables, contract, routes and loops. The frame does the rest.
package protocol MaruService: Sendable {
    static var name: ServiceName { get }
    /// Of the service and of the kits it uses (`Feed.migrations` …); the frame adds its own.
    static var migrations: [MigrationSet] { get }
    /// Limits of its database, where it is a process of its own.
    static var databaseOptions: DatabaseOptions { get }
    /// The text of `openapi.yaml`.
    static var openAPI: String { get }
    /// Paths that need no credential beside the frame's, e.g. `/u/*`. Each is a public door: say why beside it.
    static var openPaths: [String] { get }

    init(frame: ServiceFrame) async throws

    /// Adds the chapters' routes. Every route below `requiring(_:)` needs its scope.
    func addRoutes(to router: Router<ServiceContext>)
    /// Loops in dependency order: the first starts first and stops last.
    var background: [any Service] { get }
    /// Handlers of this service's jobs, by kind.
    var jobHandlers: [String: JobHandler] { get }
    /// Paths whose refusals have another shape than RFC 9457.
    var problemShapes: [ProblemShape] { get }
    /// What must hold before requests are sent here, e.g. a feed's lag within its bound.
    func readiness() async -> [ReadinessCheck]
    /// What waits in this service's queues, for `/metrics`; a few cheap counts (``QueueDepth``).
    func queueDepths(in tx: any SQLTransaction) throws -> [QueueDepth]
}

extension MaruService {
    package static var databaseOptions: DatabaseOptions { DatabaseOptions() }
    package static var openPaths: [String] { [] }
    package var background: [any Service] { [] }
    package var jobHandlers: [String: JobHandler] { [:] }
    package var problemShapes: [ProblemShape] { [] }
    package func readiness() async -> [ReadinessCheck] { [] }
    package func queueDepths(in tx: any SQLTransaction) throws -> [QueueDepth] { [] }
}
