import HTTPTypes
package import Hummingbird
import Logging
import NIOCore

/// Turns every error into an answer: RFC 9457, or the shape of the standard that rules the path.
///
/// Innermost of the observing layers, so that refusals are counted with their own status.
package struct ProblemMiddleware: RouterMiddleware {
    private let routes: RouteTable
    private let shapes: [ProblemShape]

    init(routes: RouteTable, shapes: [ProblemShape]) {
        self.routes = routes
        self.shapes = shapes
    }

    package func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        do {
            try NULCheck.check(request)
            return try await next(request, context)
        } catch {
            return answer(problem(for: error, request: request, context: context), request: request, context: context)
        }
    }

    private func problem(for error: any Error, request: Request, context: ServiceContext) -> Problem {
        if let error = error as? HTTPError, error.status == .notFound, context.endpointPath == RouteTable.unknown {
            let allowed = routes.methods(at: request.uri.path)
            return allowed.isEmpty ? .unknownRoute : .methodNotAllowed(allowed)
        }
        if let problem = ProblemMapping.problem(for: error) {
            if problem.status == .serviceUnavailable {
                context.logger.warning("A request was refused as unavailable", metadata: Self.metadata(error, context))
            }
            return problem
        }
        context.logger.error("A request failed", metadata: Self.metadata(error, context))
        return .internal
    }

    private func answer(_ problem: Problem, request: Request, context: ServiceContext) -> Response {
        let path = request.uri.path
        if !shapes.isEmpty, let shape = shapes.first(where: { $0.matches(path) }) {
            return shape.answer(problem, request, context)
        }
        if problem.status == .unauthorized, path.hasPrefix("/ui"), request.method == .get {
            return SignInRedirect.response(for: request)
        }
        return problem.response(instance: context.requestID)
    }

    private static func metadata(_ error: any Error, _ context: ServiceContext) -> [String: Logger.MetadataValue] {
        ["error": .string(String(reflecting: error)), "route": .string(context.endpointPath ?? RouteTable.unknown)]
    }
}
