package import CommonModels
import NIOCore
package import ServiceKit

/// Profile, as its neighbours call it.
package struct ProfileClient: Sendable {
    /// Events of one batch; bytes are limited by Profile (500 KB).
    package static let batchMax = 100

    private let http: ServiceHTTP

    package init(http: ServiceHTTP) { self.http = http }

    /// Posts facts in the Segment form. Each carries its own durable `messageId`, so a repeated batch never doubles.
    /// - Parameter events: at most ``batchMax`` objects with `type`, `event`, `userId` or `anonymousId`, `messageId` …
    package func post(_ events: [JSONValue]) async throws {
        guard !events.isEmpty else { return }
        var call = ServiceCall.post("/v1/batch", json: ["batch": .array(events)])
        call.isRepeatable = true
        _ = try await http.send(call, to: .profile)
    }

    /// Tells that this service did what a case asks. Taken once, however often it is told.
    package func confirm(_ confirmation: SubjectConfirmation, of id: CaseID) async throws {
        var call = ServiceCall.post("/v1/cases/\(id.rawValue)/confirmations", json: try JSONValue(encoding: confirmation))
        call.isRepeatable = true
        _ = try await http.send(call, to: .profile)
    }

    /// - Returns: nil if there is no such profile.
    package func profile(_ id: ProfileID) async throws -> ProfileView? {
        try await found { try await http.send(.get("/v1/profiles/\(id.rawValue)"), to: .profile).decode(ProfileView.self, from: .profile) }
    }

    /// The profile that holds an identity; nil if none does.
    package func resolve(namespace: String, value: String) async throws -> ProfileView? {
        let call = ServiceCall.get("/v1/profiles", query: [("identity", "\(namespace):\(value)")])
        return try await found {
            let json = try await http.send(call, to: .profile).json(from: .profile)
            // One profile, or a page of at most one.
            let one = json["items"]?.arrayValue.map { $0.first } ?? json
            return try one?.decode(ProfileView.self)
        }
    }

    /// Events of a profile, newest first.
    package func timeline(_ id: ProfileID, name: String? = nil, limit: Int = 50, after: String? = nil) async throws -> Page<CustomerEvent> {
        let call = ServiceCall.get(
            "/v1/profiles/\(id.rawValue)/timeline", query: [("limit", String(limit)), ("after", after), ("name", name)])
        return try await http.send(call, to: .profile).decode(Page<CustomerEvent>.self, from: .profile)
    }

    private func found<Value>(_ call: () async throws -> Value?) async throws -> Value? {
        do {
            return try await call()
        } catch ServiceCallError.refused(_, status: 404, _) {
            return nil
        }
    }
}
