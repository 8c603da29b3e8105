/// How far an import is in its life.
package enum ImportPhase: String, Hashable, Sendable, Codable, CaseIterable {
    /// Waits for a worker.
    case queued
    case running
    /// Somebody stopped it; it goes on where it was when somebody says so.
    case paused
    case succeeded
    case failed
    case cancelled

    package var isActive: Bool {
        switch self {
        case .queued, .running: true
        case .paused, .succeeded, .failed, .cancelled: false
        }
    }

    /// What somebody may do with it.
    package func allows(_ order: ImportOrder) -> Bool {
        switch order {
        case .pause: isActive
        case .resume: self == .paused || self == .failed
        case .cancel: isActive || self == .paused || self == .failed
        }
    }
}
