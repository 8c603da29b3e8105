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
}
