package import CommonModels

/// A place of the main menu. Every service owns the pages below its own path.
package enum NavItem: String, Sendable, CaseIterable {
    case today, customers, segments, consents, cases, policies, audit, events, quality, decisions, experiments, journeys, content, report,
        kpis, budget

    /// The headings of the menu.
    package enum Group: String, Sendable, CaseIterable {
        case top, customers, action, coe
    }

    package var service: ServiceName {
        switch self {
        case .customers, .consents, .cases, .policies, .audit, .events, .quality: .profile
        case .segments: .segment
        case .decisions, .experiments: .decision
        case .journeys: .journey
        case .content: .content
        case .today, .report, .kpis, .budget: .reporting
        }
    }

    package var path: String {
        switch self {
        case .today: "/ui/reporting"
        case .customers: "/ui/profile"
        case .segments: "/ui/segment"
        case .consents: "/ui/profile/consents"
        case .cases: "/ui/profile/cases"
        case .policies: "/ui/profile/policies"
        case .audit: "/ui/profile/audit"
        case .events: "/ui/profile/events"
        case .quality: "/ui/profile/quality"
        case .decisions: "/ui/decision"
        case .experiments: "/ui/decision/experiments"
        case .journeys: "/ui/journey"
        case .content: "/ui/content"
        case .report: "/ui/reporting/report"
        case .kpis: "/ui/reporting/kpis"
        case .budget: "/ui/reporting/budget"
        }
    }

    package var group: Group {
        switch self {
        case .today: .top
        case .customers, .segments, .consents, .cases, .policies, .audit, .events, .quality: .customers
        case .decisions, .experiments, .journeys, .content: .action
        case .report, .kpis, .budget: .coe
        }
    }

    /// The outline of its icon, on 16 × 16.
    var icon: String {
        switch self {
        case .today: "M2.5 2.5H7V7H2.5zM9 2.5h4.5V7H9zM2.5 9H7v4.5H2.5zM9 9h4.5v4.5H9z"
        case .customers: "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14c.6-3 2.8-4.3 5.5-4.3s4.9 1.3 5.5 4.3"
        case .segments: "M8 8V2a6 6 0 1 0 6 6zM10.5 1.8a6 6 0 0 1 3.7 3.7h-3.7z"
        case .consents: "M8 1.8l5 1.8v4c0 3.2-2 5.4-5 6.6-3-1.2-5-3.4-5-6.6v-4zM5.8 8l1.6 1.6 2.9-3.2"
        case .cases: "M3.5 2h9v12h-9zM6 5h4M6 8h4M6 11h2"
        case .policies: "M8 1.8v12.4M3 4.5h10M3 4.5L1.5 9h3zM13 4.5L11.5 9h3zM5 14h6"
        case .audit: "M2.5 2.5h8v11h-8zM4.5 5.5h4M4.5 8h4M11 10.5a2 2 0 1 0 .1 0zM12.6 12.4l1.6 1.6"
        case .events: "M1.5 8h3l2-5 3 10 2-5h3"
        case .quality: "M2.5 2.5h11l-4 5.5v5l-3-1.5V8z"
        case .decisions: "M8 1.8L14.2 8 8 14.2 1.8 8zM8 5.6v4.8M5.6 8h4.8"
        case .experiments: "M6 2h4M7 2v4.2l-3.9 6.3A1 1 0 0 0 4 14h8a1 1 0 0 0 .9-1.5L9 6.2V2M5 10h6"
        case .journeys:
            "M3.5 5.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zM12.5 14.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zM5.2 3.5H10A2.2 2.2 0 0 1 10 8H6a2.2 2.2 0 0 0 0 4.5h4.8"
        case .content: "M3 2h7l3 3v9H3zM10 2v3h3M5.5 8h5M5.5 11h5"
        case .report: "M3 14V8M8 14V2.5M13 14V5.5"
        case .kpis: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 10.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"
        case .budget: "M2 4h12v8.5H2zM2 7h12M4.5 10h3"
        }
    }

    /// The catalogue key of its name.
    var textKey: String { "console.nav.\(rawValue)" }
}
