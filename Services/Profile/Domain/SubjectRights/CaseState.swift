/// How far a case is.
package enum CaseState: String, Hashable, Sendable, Codable, CaseIterable {
    /// Nobody has checked yet who asks.
    case open
    /// Somebody knows that it is the person themselves who asks.
    case verified
    /// The services are at it.
    case running
    /// Every service has confirmed.
    case completed
    /// A restriction or an objection is being ended.
    case lifting
    case lifted
    case refused

    /// Somebody still has to do something by the due date.
    package var isPending: Bool {
        switch self {
        case .open, .verified, .running: true
        case .completed, .lifting, .lifted, .refused: false
        }
    }
}
