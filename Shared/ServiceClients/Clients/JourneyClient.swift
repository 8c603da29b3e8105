package import CommonModels
import ServiceKit

/// Journey, as its neighbours call it.
package struct JourneyClient: Sendable {
    private let http: ServiceHTTP

    package init(http: ServiceHTTP) { self.http = http }

    /// The journeys a profile is or was in, as Journey lists them.
    package func journeys(of profile: ProfileID) async throws -> JSONValue {
        try await http.send(.get("/v1/profiles/\(profile.rawValue)/journeys"), to: .journey).json(from: .journey)
    }

    /// The in-app messages waiting for a profile.
    package func inbox(of profile: ProfileID, limit: Int = 50) async throws -> JSONValue {
        let call = ServiceCall.get("/v1/inbox", query: [("profileId", profile.rawValue), ("limit", String(limit))])
        return try await http.send(call, to: .journey).json(from: .journey)
    }
}
