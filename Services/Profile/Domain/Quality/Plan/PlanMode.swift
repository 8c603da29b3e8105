/// What becomes of an event that does not fit; the later case is the stricter.
package enum PlanMode: String, Hashable, Sendable, CaseIterable, Comparable {
    /// It is taken, and counted.
    case observe
    /// It is kept whole and waits; profiles do not hear of it.
    case quarantine
    /// It is refused, and kept with the refused events.
    case block

    package static func < (left: PlanMode, right: PlanMode) -> Bool { left.strictness < right.strictness }

    private var strictness: Int {
        switch self {
        case .observe: 0
        case .quarantine: 1
        case .block: 2
        }
    }
}

/// What holds for the plan as a whole.
package struct PlanSettings: Hashable, Sendable {
    package static let daysMin: Int64 = 1
    package static let daysMax: Int64 = 365
    package static let standard = PlanSettings(unplanned: nil, quarantineDays: 90)

    /// Of track events the plan does not name; nil takes them.
    package let unplanned: PlanMode?
    /// How long an event may wait in quarantine before it is let go, which is counted.
    package let quarantineDays: Int64

    package init(unplanned: PlanMode?, quarantineDays: Int64) {
        self.unplanned = unplanned
        self.quarantineDays = quarantineDays
    }
}
