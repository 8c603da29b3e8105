import CommonModels
import Hummingbird
import StorageKit

/// The router of a service: the frame's layers and routes around the service's own.
enum FrameRouter {
    static func make(_ service: some MaruService, frame: ServiceFrame) -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self, options: [.autoGenerateHeadEndpoints])
        let table = RouteTable()
        addLayers(to: router, service, frame: frame, table: table)
        HealthRoutes(frame: frame, readiness: service.readiness, queueDepths: service.queueDepths).add(to: router)
        ContractRoute(text: openAPI(of: service)).add(to: router)
        AuditRoutes(audit: frame.audit).add(to: router)
        JobRoutes(jobs: frame.jobs).add(to: router)
        service.addRoutes(to: router)
        table.fill(from: router)
        return router
    }

    /// From the outside in: observe, turn errors into problems, authenticate, replay.
    private static func addLayers<S: MaruService>(
        to router: Router<ServiceContext>, _ service: S, frame: ServiceFrame, table: RouteTable
    ) {
        router.addMiddleware {
            ObservationMiddleware(metrics: frame.metrics.requests, traces: TraceSource(), settings: frame.settings)
            ProblemMiddleware(routes: table, shapes: service.problemShapes)
            AuthenticationMiddleware(access: frame.access, openPaths: OpenPaths(OpenPaths.frame + S.openPaths))
            IdempotencyMiddleware(store: frame.idempotency)
        }
    }

    private static func openAPI<S: MaruService>(of service: S) -> String { S.openAPI }
}
