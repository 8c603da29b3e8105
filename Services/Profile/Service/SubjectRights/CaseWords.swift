import CommonModels
import ConsoleKit
import ProfileDomain

/// How cases and what happens in them are called on pages.
struct CaseWords {
    let screen: ConsoleScreen

    init(_ screen: ConsoleScreen) { self.screen = screen }

    func kind(_ action: SubjectAction) -> String { screen("profile.case.kind.\(action.rawValue)") }
    func method(_ method: IdentityCheck.Method) -> String { screen("profile.case.method.\(method.rawValue)") }
    func service(_ service: ServiceName) -> String { screen("console.service.\(service.rawValue)") }
    func law(_ law: CaseLaw) -> String { screen("profile.case.law.\(law.rawValue)", ["days": screen.format.number(Int(law.days))]) }

    func state(_ item: SubjectCase) -> Markup {
        .tag(screen("profile.case.state.\(item.state.rawValue)"), Self.tone(item.state))
    }

    /// The day an answer is due, and how pressing that is.
    func due(_ item: SubjectCase) -> Markup {
        let day = screen.format.date(item.dueAt)
        guard item.state.isPending else { return .text(day) }
        let left = item.dueAt - screen.format.now
        if left <= .zero { return .text(day) + " " + .tag(screen("profile.case.overdue"), .bad) }
        let days = screen("profile.case.daysLeft", ["n": screen.format.number(Int(left.components.seconds / 86_400))])
        return .text(day) + " " + .tag(days, left < .days(3) ? .warn : .plain)
    }

    /// Whom it is about: a link while they are there.
    func subject(_ item: SubjectCase) -> Markup {
        let words = CustomerWords(screen)
        guard !item.identities.isEmpty || item.state != .completed else { return .small(screen("profile.case.erasedPerson")) }
        let shown = item.identities.first { $0.namespace.rawValue == "email" } ?? item.identities.first
        let name = shown.map { words.identity($0.value, of: $0.namespace.rawValue) } ?? words.short(item.profileID)
        return .link(name, words.address(of: item.profileID))
    }

    /// A line for each trait and identity.
    func corrections(_ corrections: SubjectCorrections) -> String {
        let customer = CustomerWords(screen)
        let traits = corrections.traits.map { "\($0.key) = \($0.value.stringValue ?? ($0.value.isNull ? "" : $0.value.serialized))" }
        let identities = corrections.identities.map { correction in
            func shown(_ value: String?) -> String { value.map { customer.identity($0, of: correction.namespace.rawValue) } ?? "–" }
            return "\(correction.namespace.rawValue): \(shown(correction.wrong)) → \(shown(correction.right))"
        }
        return (traits + identities).joined(separator: "\n")
    }

    private static func tone(_ state: CaseState) -> Tone {
        switch state {
        case .open, .verified: .warn
        case .running, .lifting: .info
        case .completed, .lifted: .good
        case .refused: .plain
        }
    }
}
