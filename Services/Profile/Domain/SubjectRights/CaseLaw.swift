package import CommonModels

/// Under which law a person asks; it says how long an answer may take.
package enum CaseLaw: String, Hashable, Sendable, Codable, CaseIterable {
    /// One month (Regulation (EU) 2016/679, Article 12 (3)).
    case gdpr
    /// Ten days (Korea's Personal Information Protection Act, enforcement decree, Articles 41 and 43).
    case pipa

    package var days: Int64 {
        switch self {
        case .gdpr: 30
        case .pipa: 10
        }
    }

    package func due(openedAt: Instant) -> Instant { openedAt + .days(days) }
}
