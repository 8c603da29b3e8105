package import CommonModels

/// Long work that reports progress, can be cancelled, and goes on elsewhere when its worker dies.
package struct Job: Hashable, Sendable, Codable, Identifiable {
    package static let kindLengthMax = 60  // characters
    package static let errorLengthMax = 500  // characters

    package enum State: String, Hashable, Sendable, Codable {
        case queued, running, succeeded, failed, cancelled

        package var isFinished: Bool {
            switch self {
            case .queued, .running: false
            case .succeeded, .failed, .cancelled: true
            }
        }
    }

    package let id: JobID
    /// Which handler runs it, e.g. `segment.backfill`.
    package let kind: String
    package let state: State
    /// What the handler was asked to do.
    package let input: JSONValue
    /// Where the handler goes on after an interruption; null before its first report.
    package let checkpoint: JSONValue
    /// Units of work; nil while unknown.
    package let total: Int64?
    package let done: Int64
    package let isCancelRequested: Bool
    /// What it brings about was decided elsewhere; it is not cancelled.
    package let mustFinish: Bool
    package let requestedBy: String
    /// Why it failed, in words fit for people.
    package let error: String?
    package let createdAt: Instant
    package let updatedAt: Instant
    package let finishedAt: Instant?
}
