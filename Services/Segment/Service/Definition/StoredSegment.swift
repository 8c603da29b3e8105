package import CommonModels
package import SegmentDomain

/// A segment with what storage keeps beside its definition.
package struct StoredSegment: Hashable, Sendable {
    package let segment: Segment
    /// Members now.
    package let size: Int64
    /// The last job that brought every membership in line with the definition.
    package let backfillJob: JobID?

    init(_ row: SegmentRow) {
        segment = row.segment
        size = row.size
        backfillJob = row.backfillJob
    }
}
