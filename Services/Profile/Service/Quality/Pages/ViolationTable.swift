import ConsoleKit
import ProfileDomain
import ServiceKit

/// What does not fit, by rule and place, with the form of a sample.
struct ViolationTable {
    static let rowsMax = 100

    let screen: ConsoleScreen
    let violations: [QualityStore.Violation]

    private var words: QualityWords { QualityWords(screen) }

    var markup: Markup {
        .table(
            label: screen("profile.quality.violations"),
            [
                TableColumn(screen("profile.quality.rule")), TableColumn(screen("profile.quality.what")),
                TableColumn(screen("profile.quality.sample")), .number(screen("profile.quality.events")),
                TableColumn(screen("profile.quality.becomes")), TableColumn(screen("profile.quality.from")),
                TableColumn(screen("profile.events.last")),
            ], violations.prefix(Self.rowsMax)
        ) { violation in
            [
                rule(violation), what(violation), sample(violation), .text(screen.format.number(violation.events)), becomes(violation),
                .text(violation.sources.map(words.source).joined(separator: ", ")), .small(screen.format.relative(violation.lastAt)),
            ]
        }
    }

    private func rule(_ violation: QualityStore.Violation) -> Markup {
        let name = words.rule(violation.rule)
        guard let rule = PlanRule(text: violation.rule), screen.may(.profileWrite) else { return .strong(name) }
        return .link(body: .strong(name), PlanPages.address(of: rule))
    }

    private func what(_ violation: QualityStore.Violation) -> Markup {
        violation.rule == PlanJudgement.unplannedRule
            ? .text(screen("profile.quality.unplannedName", ["name": violation.place])) : .text(words.fault(violation.fault))
    }

    private func sample(_ violation: QualityStore.Violation) -> Markup {
        let shape: Markup = violation.shape.isEmpty ? .empty : "<br><code>\(violation.shape)</code>"
        return .small(violation.pointer) + shape
    }

    private func becomes(_ violation: QualityStore.Violation) -> Markup {
        guard let mode = PlanMode(rawValue: violation.mode) else { return .text(violation.mode) }
        guard mode == .quarantine else { return words.mode(mode) }
        return .link(body: words.mode(mode), PageAddress.make(QualityTabs.quarantine.address, ["rule": violation.rule]))
    }
}
