import CommonModels
import DecisionDomain

/// One stored counter: of a person, or of everybody.
struct CapCounterKey: Hashable, Sendable, Comparable {
    static let everybody = "*"

    let subject: String
    let cap: String

    /// - Returns: nil for a personal cap and nobody to count it on.
    init?(_ cap: ScopedCap, profile: ProfileID?) {
        switch cap.cap.per {
        case .total: subject = Self.everybody
        case .profile:
            guard let profile else { return nil }
            subject = profile.rawValue
        }
        self.cap = cap.name
    }

    init(subject: String, cap: String) {
        self.subject = subject
        self.cap = cap
    }

    static func < (left: CapCounterKey, right: CapCounterKey) -> Bool {
        (left.subject, left.cap) < (right.subject, right.cap)
    }
}
