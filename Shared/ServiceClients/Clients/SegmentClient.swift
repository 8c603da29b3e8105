package import CommonModels
import ServiceKit

/// Segment, as its neighbours call it.
package struct SegmentClient: Sendable {
    private let http: ServiceHTTP

    package init(http: ServiceHTTP) { self.http = http }

    /// The segments a profile is in now.
    package func memberships(of profile: ProfileID) async throws -> [SegmentMembershipView] {
        let call = ServiceCall.get("/v1/profiles/\(profile.rawValue)/segments")
        return try await http.send(call, to: .segment).decode(Page<SegmentMembershipView>.self, from: .segment).items
    }
}
