import CommonModels
import ConsoleKit
import DecisionDomain

/// Caps and statuses as people read them.
enum CapWords {
    /// `한 사람에게 하루 3번 노출까지` / `At most 3 impressions a day per person`
    static func sentence(_ cap: Cap, _ screen: ConsoleScreen) -> String {
        screen(
            "decision.cap.sentence.\(cap.per.rawValue)",
            [
                "limit": screen.format.number(cap.limit), "measure": screen("decision.measure.\(cap.counts.rawValue)"),
                "window": window(cap.window, screen),
            ])
    }

    static func window(_ window: CapWindow, _ screen: ConsoleScreen) -> String {
        switch window {
        case .lifetime: screen("decision.window.lifetime")
        case .rolling(let length): screen("decision.window.rolling", ["length": screen.format.duration(.microseconds(length))])
        case .calendar(let period): screen("decision.window.\(period.unit.rawValue)")
        }
    }

    static func scope(_ scope: CapScope, _ screen: ConsoleScreen) -> String {
        switch scope {
        case .offer: screen("decision.scope.offer")
        case .placement: screen("decision.scope.placement")
        case .channel(let channel): screen("decision.scope.channel", ["name": channel.rawValue])
        case .category(let category): screen("decision.scope.category", ["name": category])
        case .overall: screen("decision.scope.overall")
        }
    }

    static func status(_ status: CatalogueStatus, _ screen: ConsoleScreen) -> Markup {
        let tone: Tone =
            switch status {
            case .draft: .plain
            case .live: .good
            case .paused: .warn
            }
        return .tag(screen("decision.status.\(status.rawValue)"), tone)
    }
}

extension BilingualName {
    func text(_ screen: ConsoleScreen) -> String {
        switch screen.locale {
        case .ko: ko
        case .en: en
        }
    }
}
