/// A segment a profile is in, as `GET /v1/profiles/{id}/segments` lists it.
package struct SegmentMembershipView: Hashable, Sendable, Codable {
    package let segmentId: SegmentID
    package let key: String
    /// By language, e.g. `ko`, `en`.
    package let name: [String: String]
    package let enteredAt: Instant

    package init(segmentId: SegmentID, key: String, name: [String: String], enteredAt: Instant) {
        self.segmentId = segmentId
        self.key = key
        self.name = name
        self.enteredAt = enteredAt
    }
}
