package import CommonModels

/// Whether the person is, or is not, in another segment.
package struct SegmentCondition: Hashable, Sendable {
    package let segment: SegmentID
    package let isMember: Bool

    package init(segment: SegmentID, isMember: Bool = true) {
        self.segment = segment
        self.isMember = isMember
    }
}
