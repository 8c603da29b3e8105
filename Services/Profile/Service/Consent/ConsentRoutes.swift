import CommonModels
import HTTPTypes
import Hummingbird
import ProfileDomain
import ServiceKit

/// Stating consent for a person who is known already.
struct ConsentRoutes: Sendable {
    let consents: ConsentWriter
    let clock: WallClock

    var routes: RouteCollection<ServiceContext> {
        RouteCollection(context: ServiceContext.self).post(":id/consents", use: record)
    }

    private func record(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let now = clock.now()
        let statement = try await request.jsonBody(ConsentStatement.self, context)
        let record = try statement.record(source: context.requirePrincipal().source, at: now)
        let counted = try await consents.record(record, for: context.id("id", kind: "profile"), by: context, at: now)
        guard let counted else { throw Problem.notFound("profile") }
        return try JSONResponse(.created, counted)
    }
}

/// The body of `POST /v1/profiles/{id}/consents`.
struct ConsentStatement: Decodable, Sendable {
    static let textVersionLengthMax = 100  // characters

    let purpose: Purpose
    let channel: Channel
    let status: ConsentStatus
    let legalBasis: LegalBasis?
    let textVersion: String?
    let expiresAt: Instant?
    /// When the person said so, if the caller could not tell at once; at most now.
    let at: Instant?

    /// - Throws: ``Problem/validation(_:)``.
    func record(source: String, at now: Instant) throws -> ConsentRecord {
        guard status != .unknown else {
            throw Problem.validation([Problem.Fault("must be granted, denied, withdrawn or expired", pointer: "/status")])
        }
        if let textVersion, textVersion.count > Self.textVersionLengthMax {
            throw Problem.validation([Problem.Fault("at most \(Self.textVersionLengthMax) characters", pointer: "/textVersion")])
        }
        return ConsentRecord(
            purpose: purpose, channel: channel, status: status, legalBasis: legalBasis ?? .consent, source: source,
            textVersion: textVersion, at: min(at ?? now, now), expiresAt: expiresAt)
    }
}
