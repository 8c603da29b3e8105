package import CommonModels

/// Why a segment cannot be made or changed.
package enum SegmentError: Error, Hashable, Sendable {
    case keyTaken(SegmentKey)
    case archived
    case alreadyActive
    case notFound
    /// The rule looks at segments that do not exist or are archived.
    case unknownSegments([SegmentID])
    /// The rule would make the segment depend on itself, along this way.
    case cycle([SegmentID])
    /// An active segment may only look at active ones, or its members could not be kept true.
    case inactiveSegments([SegmentID])
    /// Other segments look at this one.
    case inUse(by: [SegmentID])
    case tooManyActive(max: Int)
}
