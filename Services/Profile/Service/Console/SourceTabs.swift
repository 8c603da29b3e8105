import ConsoleKit

/// Pages about what comes in beside each other: events, imports, signals.
enum SourceTabs: String, CaseIterable {
    case events, imports, signals

    func markup(_ screen: ConsoleScreen) -> Markup {
        .tabs(
            label: screen("imports.tabs"),
            Self.allCases.map { (text: screen("imports.tab.\($0.rawValue)"), address: $0.address, isCurrent: $0 == self) })
    }

    var address: String {
        switch self {
        case .events: "/ui/profile/events"
        case .imports: "/ui/profile/imports"
        case .signals: "/ui/profile/signals"
        }
    }
}
