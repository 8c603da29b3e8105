import CommonModels
import HTTPTypes
package import Hummingbird
import NIOCore

/// Lets a request pass only if it is from somebody known, within their rate, and, for a session, meant by them (CSRF).
///
/// Open paths are the only exception. What a principal may do is the route's business: see ``ScopeMiddleware``.
package struct AuthenticationMiddleware: RouterMiddleware {
    private let access: AccessControl
    private let openPaths: OpenPaths

    init(access: AccessControl, openPaths: OpenPaths) {
        self.access = access
        self.openPaths = openPaths
    }

    package func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        if openPaths.contains(request.uri.path) { return try await next(request, try await identified(request, context)) }
        let answer = try await authenticate(request, context)
        let principal = answer.principal
        if let seconds = principal.bucket?.take(at: access.clock.now()) { throw Problem.tooManyRequests(retryAfter: seconds) }
        var context = context
        context.principal = principal
        context.csrfToken = answer.csrfToken
        guard answer.isSession, !request.method.isSafe else { return try await next(request, context) }
        return try await next(try await CSRFCheck.checked(request, context), context)
    }

    private func authenticate(_ request: Request, _ context: ServiceContext) async throws -> AccessControl.Answer {
        do {
            guard let answer = try await access.authenticate(request) else { throw Problem.unauthenticated() }
            return answer
        } catch {
            let now = access.clock.now()
            guard request.headers[.authorization] != nil || request.headers[.apiKey] != nil else { throw error }
            try access.throttle.check("credential:" + context.peer, at: now)
            access.throttle.failed("credential:" + context.peer, at: now)
            throw error
        }
    }

    /// On open paths a good credential is welcome (pages greet by name), a bad one no obstacle.
    private func identified(_ request: Request, _ context: ServiceContext) async throws -> ServiceContext {
        let hasKey = request.headers[.authorization] != nil || request.headers[.apiKey] != nil
        guard hasKey || request.headers[.cookie] != nil, let answer = try? await access.authenticate(request) else { return context }
        if let seconds = answer.principal.bucket?.take(at: access.clock.now()) { throw Problem.tooManyRequests(retryAfter: seconds) }
        var context = context
        context.principal = answer.principal
        context.csrfToken = answer.csrfToken
        return context
    }
}

extension HTTPRequest.Method {
    /// Whether the method promises to change nothing (RFC 9110, 9.2.1).
    package var isSafe: Bool { self == .get || self == .head || self == .options }
}
