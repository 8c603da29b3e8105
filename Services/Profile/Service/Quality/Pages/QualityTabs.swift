import ConsoleKit

/// Pages of data quality beside each other.
enum QualityTabs: String, CaseIterable {
    case overview, quarantine, plan

    var address: String {
        switch self {
        case .overview: "/ui/profile/quality"
        case .quarantine: "/ui/profile/quality/quarantine"
        case .plan: "/ui/profile/quality/plan"
        }
    }

    func markup(_ screen: ConsoleScreen) -> Markup {
        .tabs(
            label: screen("profile.quality.title"),
            Self.allCases.map { (text: screen("profile.quality.tab.\($0.rawValue)"), address: $0.address, isCurrent: $0 == self) })
    }
}
