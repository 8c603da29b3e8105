package import CommonModels

/// Why a journey could not be changed or found.
package enum JourneyError: Error, Hashable, Sendable {
    case notFound(String)
    case runNotFound(RunID)
    case versionNotFound(Int)
    case keyTaken(JourneyKey)
    case archived
    case invalid(JourneyIssues)
    case notLive(JourneyStatus)
    case notPaused(JourneyStatus)
    /// The caller's copy is of another revision.
    case changedMeanwhile(revision: Int)
}
