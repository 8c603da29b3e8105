import CommonModels
import Foundation
import HTTPTypes
import Hummingbird

extension AccessControl {
    /// The principal of a request and, for a session, its form token.
    struct Answer: Sendable {
        let principal: Principal
        let csrfToken: String?
        var isSession: Bool { csrfToken != nil }
    }

    /// Reads `Authorization` (Basic with a write key as user, Bearer with a server key or service token), then
    /// `X-API-Key`, then the session cookie.
    /// - Returns: nil if the request carries no credential.
    /// - Throws: ``Problem/unauthenticated(_:)``, ``Problem/expired()`` for a credential that is not good.
    func authenticate(_ request: Request) async throws -> Answer? {
        let now = clock.now()
        if let header = request.headers[.authorization] {
            if let known = remembered(header, at: now) { return Answer(principal: known.principal, csrfToken: nil) }
            return Answer(principal: try await principal(authorization: header, at: now), csrfToken: nil)
        }
        if let key = request.headers[.apiKey] {
            if let known = remembered(key, at: now) { return Answer(principal: known.principal, csrfToken: nil) }
            return Answer(principal: try principal(key: key, rememberedAs: key, at: now), csrfToken: nil)
        }
        guard request.headers[.cookie] != nil, let cookie = request.cookies[Session.cookieName]?.value, !cookie.isEmpty else { return nil }
        return session(cookie, at: now)
    }

    /// The principal of a key's text, within its rate; for routes whose standard carries the key in the body (`writeKey`).
    /// - Throws: ``Problem/unauthenticated(_:)``, ``Problem/expired()``, ``Problem/tooManyRequests(retryAfter:)``.
    package func principal(ofKey text: String) throws -> Principal {
        let now = clock.now()
        let principal = try remembered(text, at: now)?.principal ?? principal(key: text, rememberedAs: text, at: now)
        if let seconds = principal.bucket?.take(at: now) { throw Problem.tooManyRequests(retryAfter: seconds) }
        return principal
    }

    private func principal(authorization header: String, at now: Instant) async throws -> Principal {
        let parts = header.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2 else { throw Problem.unauthenticated("The Authorization header cannot be read.") }
        switch parts[0].lowercased() {
        case "basic":
            guard let data = Data(base64Encoded: String(parts[1])),
                let user = String(data: data, encoding: .utf8)?.split(separator: ":").first
            else { throw Problem.unauthenticated("The Authorization header cannot be read.") }
            return try principal(key: String(user), rememberedAs: header, at: now)
        case "bearer":
            let token = String(parts[1])
            if token.hasPrefix("maru_") { return try principal(key: token, rememberedAs: header, at: now) }
            return try await principal(token: token, rememberedAs: header, at: now)
        default: throw Problem.unauthenticated("The Authorization scheme is not known here.")
        }
    }

    private func principal(key: String, rememberedAs credential: String, at now: Instant) throws -> Principal {
        guard let found = snapshot().keys[KeySecret(text: key).hash] else { throw Problem.unauthenticated("The key is not known.") }
        if let expiresAt = found.expiresAt, now >= expiresAt { throw Problem.expired() }
        remember(
            credential, Remembered(principal: found.principal, csrfToken: nil, expiresAt: found.expiresAt ?? .distantFuture))
        return found.principal
    }

    private func principal(token: String, rememberedAs credential: String, at now: Instant) async throws -> Principal {
        let (caller, expiresAt) = try await tokens.verify(token)
        let principal = Principal(
            kind: .service(caller), id: caller.rawValue, displayName: caller.rawValue, scopes: ServiceScopes.scopes(of: caller),
            bucket: serviceBuckets[caller])
        remember(credential, Remembered(principal: principal, csrfToken: nil, expiresAt: expiresAt))
        return principal
    }

    /// A session that is not good counts as none: the browser is sent to sign in again.
    private func session(_ cookie: String, at now: Instant) -> Answer? {
        if let known = remembered(cookie, at: now) { return Answer(principal: known.principal, csrfToken: known.csrfToken) }
        let snapshot = snapshot()
        guard let session = sessions.verify(cookie, at: now), let user = snapshot.users[session.userID],
            user.password.stamp == session.stamp
        else { return nil }
        let principal = Principal(
            kind: .person, id: user.id.rawValue, displayName: user.displayName, scopes: user.scopes, roles: Set(user.roles),
            bucket: snapshot.buckets[user.id])
        remember(cookie, Remembered(principal: principal, csrfToken: session.csrfToken, expiresAt: session.expiresAt))
        return Answer(principal: principal, csrfToken: session.csrfToken)
    }
}
