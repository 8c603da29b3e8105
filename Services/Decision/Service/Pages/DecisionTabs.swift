import ConsoleKit

/// The pages of the catalogue, side by side.
enum DecisionTabs: String, CaseIterable {
    case offers, placements, tester

    var path: String {
        switch self {
        case .offers: "/ui/decision"
        case .placements: "/ui/decision/placements"
        case .tester: "/ui/decision/tester"
        }
    }

    func markup(_ screen: ConsoleScreen) -> Markup {
        .tabs(
            label: screen("decision.tabs"),
            Self.allCases.map { (text: screen("decision.tab.\($0.rawValue)"), address: $0.path, isCurrent: $0 == self) })
    }
}
