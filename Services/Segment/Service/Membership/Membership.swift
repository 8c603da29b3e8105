package import CommonModels
package import SegmentDomain

/// One person in one segment.
package struct Membership: Hashable, Sendable, Codable {
    package let profileId: ProfileID
    package let segmentId: SegmentID
    package let enteredAt: Instant
    package let reason: MembershipReason
    /// The definition's version when they entered.
    package let version: Int
}
