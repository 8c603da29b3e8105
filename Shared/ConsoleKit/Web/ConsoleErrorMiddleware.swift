import HTTPTypes
import Hummingbird
import Logging
package import ServiceKit

/// Answers people's browsers with a page when a handler throws; other callers get the problem document as everywhere.
struct ConsoleErrorMiddleware: RouterMiddleware {
    let console: Console

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            guard request.prefersHTML, let problem = ProblemMapping.problem(for: error) else { throw error }
            if problem.status == .unauthorized { throw error }
            return ErrorPage(screen: console.screen(request, context), problem: problem, requestID: context.requestID).response()
        }
    }
}

extension Console {
    /// The same for refusals outside any page's route: unknown addresses, a wrong form token, faults nobody foresaw.
    package var problemShape: ProblemShape {
        ProblemShape(paths: ["/ui"]) { problem, request, context in
            if problem.status == .unauthorized, request.method == .get {
                return self.screen(request, context).redirect(to: PageAddress.make("/ui/sign-in", ["next": request.head.path]))
            }
            guard request.prefersHTML else { return problem.response(instance: context.requestID) }
            return ErrorPage(screen: self.screen(request, context), problem: problem, requestID: context.requestID).response()
        }
    }
}
