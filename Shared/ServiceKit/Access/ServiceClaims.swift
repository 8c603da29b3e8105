import CommonModels
import JWTKit

/// What a service token says (RFC 7519 names). Times are checked by ``ServiceTokens`` with the service's clock.
struct ServiceClaims: JWTPayload {
    let issuer: String
    let audience: String
    let issuedAt: Instant
    let expiresAt: Instant

    private enum CodingKeys: String, CodingKey {
        case issuer = "iss"
        case audience = "aud"
        case issuedAt = "iat"
        case expiresAt = "exp"
    }

    init(issuer: String, audience: String, issuedAt: Instant, expiresAt: Instant) {
        self.issuer = issuer
        self.audience = audience
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        issuer = try container.decode(String.self, forKey: .issuer)
        audience = try container.decode(String.self, forKey: .audience)
        issuedAt = Instant(secondsSince1970: try container.decode(Int64.self, forKey: .issuedAt))
        expiresAt = Instant(secondsSince1970: try container.decode(Int64.self, forKey: .expiresAt))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(issuer, forKey: .issuer)
        try container.encode(audience, forKey: .audience)
        try container.encode(issuedAt.secondsSince1970, forKey: .issuedAt)
        try container.encode(expiresAt.secondsSince1970, forKey: .expiresAt)
    }

    func verify(using algorithm: some JWTAlgorithm) throws {}
}
