import CommonModels
import HTTPTypes
import Hummingbird
import ServiceKit
import ServiceLifecycle
import StorageKit
import Synchronization
import TestFixtures

/// The routes a service was started with.
final class RouteNotes: Sendable {
    @TaskLocal static var current: RouteNotes?

    private let found = Mutex<Set<String>>([])

    /// As `GET /v1/segments/{id}`.
    var routes: Set<String> { found.withLock { $0 } }

    func note(_ router: Router<ServiceContext>) {
        let routes = Set(router.routes.map { "\($0.method.rawValue) \($0.path.description)" })
        found.withLock { $0 = routes }
    }

    /// Starts `service` and notes what it registered, the frame's own routes included.
    static func of<S: MaruService>(_ service: S.Type) async throws -> Set<String> {
        let notes = RouteNotes()
        try await $current.withValue(notes) { try await TestInstallation.of(NotedService<S>.self) { _ in } }
        return notes.routes
    }
}

/// A service that shows its router to ``RouteNotes`` once everything is registered.
private struct NotedService<S: MaruService>: MaruService {
    static var name: ServiceName { S.name }
    static var migrations: [MigrationSet] { S.migrations }
    static var openAPI: String { S.openAPI }
    static var openPaths: [String] { S.openPaths }

    private let service: S

    init(frame: ServiceFrame) async throws { service = try await S(frame: frame) }

    func addRoutes(to router: Router<ServiceContext>) {
        service.addRoutes(to: router)
        RouteNotes.current?.note(router)
    }

    var background: [any Service] { service.background }
    var jobHandlers: [String: JobHandler] { service.jobHandlers }
    var problemShapes: [ProblemShape] { service.problemShapes }
    func readiness() async -> [ReadinessCheck] { await service.readiness() }
}
