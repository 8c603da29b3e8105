package import CommonModels
package import Hummingbird
import HummingbirdCore
package import Logging
package import StorageKit

/// Builds the application of a service: for `main`, and for tests in process.
///
/// - Parameter database: an open one, which stays the caller's to close; otherwise `settings.databaseURL` is opened.
/// - Throws: ``AccessFileError``, `StorageError`, or what the service's initializer throws.
package func buildApplication<S: MaruService>(
    _: S.Type, settings: ServiceSettings, clock: WallClock = .system, ids: IDGenerator? = nil, database given: (any Database)? = nil,
    metrics: MetricRegistry = MetricRegistry(), logger givenLogger: Logger? = nil
) async throws -> Application<RouterResponder<ServiceContext>> {
    let logger = givenLogger ?? Logger(label: "maru.\(S.name.rawValue)")
    let database: any Database
    if let given { database = given } else { database = try await openDatabase(settings.databaseURL, options: S.databaseOptions) }
    try await database.migrate(
        [AuditLog.migrations, AccessAuditor.migrations, JobStore.migrations, IdempotencyStore.migrations, LeaseStore.migrations]
            + S.migrations)
    let frame = try await ServiceFrame.make(
        settings: settings, database: database, clock: clock, ids: ids ?? .system(clock: clock), metrics: metrics, logger: logger)
    let service = try await S(frame: frame)
    let router = FrameRouter.make(service, frame: frame)
    var application = Application(
        router: router, server: .http1(configuration: .init(idleTimeout: .seconds(Int64(settings.limits.idleSecondsMax)))),
        configuration: ApplicationConfiguration(
            address: .hostname(settings.host, port: settings.port), serverName: nil, backlog: 1_024,
            availableConnectionsDelegate: MaximumAvailableConnections(settings.limits.connectionsMax)),
        logger: logger)
    if given == nil {
        // A process of its own: it closes what it opened, and watches its access file.
        application.addServices(DatabaseCloser(database: database))
        application.addServices(AccessAuditor(frame: frame))
    }
    application.addServices(Housekeeping(idempotency: frame.idempotency, jobs: frame.jobs, logger: logger))
    application.addServices(service.background)
    application.addServices(
        JobRunner(store: frame.jobs, handlers: service.jobHandlers, holder: frame.instance, logger: logger))
    return application
}
