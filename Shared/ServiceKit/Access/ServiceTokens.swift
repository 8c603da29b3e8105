package import CommonModels
import Foundation
import JWTKit
import Synchronization

/// Signed tokens by which our services know each other: HS256, one minute, for one audience.
package final class ServiceTokens: Sendable {
    package static let lifetime = Duration.seconds(60)
    /// A token is used until this long before it ends.
    private static let reserve = Duration.seconds(20)

    package let issuer: ServiceName
    private let keys: JWTKeyCollection
    private let clock: WallClock
    private let made = Mutex<[ServiceName: (token: String, expiresAt: Instant)]>([:])

    package init(issuer: ServiceName, secret: [UInt8], clock: WallClock) async {
        self.issuer = issuer
        self.clock = clock
        keys = await JWTKeyCollection().add(hmac: HMACKey(from: Data(secret)), digestAlgorithm: .sha256)
    }

    /// A token for calling `audience`; the same one until it nears its end.
    package func token(for audience: ServiceName) async throws -> String {
        let now = clock.now()
        if let made = made.withLock({ $0[audience] }), now < made.expiresAt - Self.reserve { return made.token }
        let expiresAt = now + Self.lifetime
        let claims = ServiceClaims(issuer: issuer.rawValue, audience: audience.rawValue, issuedAt: now, expiresAt: expiresAt)
        let token = try await keys.sign(claims)
        made.withLock { $0[audience] = (token, expiresAt) }
        return token
    }

    /// - Returns: who calls and until when the token is good.
    /// - Throws: ``Problem/unauthenticated(_:)`` for a wrong signature, form, issuer or audience; ``Problem/expired()``.
    package func verify(_ token: String) async throws -> (caller: ServiceName, expiresAt: Instant) {
        guard let claims = try? await keys.verify(token, as: ServiceClaims.self), claims.audience == issuer.rawValue,
            let caller = ServiceName(rawValue: claims.issuer), claims.expiresAt - claims.issuedAt <= Self.lifetime
        else { throw Problem.unauthenticated("The token is not valid here.") }
        guard clock.now() < claims.expiresAt else { throw Problem.expired() }
        return (caller, claims.expiresAt)
    }
}
