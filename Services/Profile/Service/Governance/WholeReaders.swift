import Hummingbird
import ServiceKit

/// Lets people reach what hands out whole events only when they read every field. Keys and services pass: their scope was
/// given to them for it.
struct WholeReaders: RouterMiddleware {
    let access: FieldAccess

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        if context.principal?.kind == .person { try await access.requireEverything(context) }
        return try await next(request, context)
    }
}
