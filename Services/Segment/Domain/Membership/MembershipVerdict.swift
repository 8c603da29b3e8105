package import CommonModels

/// What became of one person's membership in one segment.
package struct MembershipVerdict: Hashable, Sendable {
    package let segment: SegmentID
    package let version: Int
    package let isMember: Bool
    package let wasMember: Bool
    /// When to look again although nothing happened; nil for never.
    package let due: Instant?

    package var isChange: Bool { isMember != wasMember }
}
