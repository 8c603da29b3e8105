package import Hummingbird

/// Lets only principals with a scope reach the routes below.
package struct ScopeMiddleware: RouterMiddleware {
    private let scope: Scope

    package init(_ scope: Scope) { self.scope = scope }

    package func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        try context.requirePrincipal().require(scope)
        return try await next(request, context)
    }
}

extension RouterMethods where Context == ServiceContext {
    /// Routes that need `scope`: 401 without a credential, 403 with one that lacks it.
    package func requiring(_ scope: Scope, path: RouterPath = "") -> RouterGroup<ServiceContext> {
        group(path).add(middleware: ScopeMiddleware(scope))
    }
}
