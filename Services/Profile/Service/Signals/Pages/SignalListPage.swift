import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit

/// What kinds of things do we hear of, and what happened last?
struct SignalListPage {
    static let example = """
        curl -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" http://127.0.0.1:8101/v1/signals -d '
          {"messageId": "weather-seoul-2026112209", "subject": {"type": "city", "id": "seoul"},
           "name": "Rain Started", "properties": {"mm": 12}, "timestamp": "2026-11-22T09:00:00Z"}'
        """

    let screen: ConsoleScreen
    let types: [SignalTypeStore.Stored]
    let latest: ServiceKit.Page<ExternalSignal>
    let after: String?
    let values: [String: String]
    let errors: FormErrors

    var page: ConsolePage {
        ConsolePage(title: screen("signals.title"), active: .events, answer: answer) {
            SourceTabs.signals.markup(screen)
            if types.isEmpty {
                Markup.emptyState(screen("signals.none"), screen("signals.noneHint"), command: Self.example)
            } else {
                typeCard
            }
            latestCard
            if screen.may(.profileWrite) {
                Markup.card(screen("signals.type.new")) {
                    SignalTypeForm(screen: screen, values: values, errors: errors, version: nil).markup(to: SignalPages.address)
                }
            }
        }
    }

    private var answer: String {
        guard let last = latest.items.first, after == nil else { return screen("signals.answerNone") }
        return screen(
            "signals.answer", ["name": last.name, "subject": last.subject.id, "when": screen.format.relative(last.receivedAt)])
    }

    private var typeCard: Markup {
        .card(screen("signals.types"), note: screen("signals.typesNote")) {
            Markup.table(
                label: screen("signals.types"),
                [
                    TableColumn(screen("signals.type")), TableColumn(screen("signals.type.description")),
                    TableColumn(screen("signals.type.pattern")), .number(screen("signals.type.keepDays")),
                ], types
            ) { stored in
                [
                    .link(body: .strong(stored.type.name[screen.locale.rawValue]), SignalPages.address + "/" + stored.type.key) + " "
                        + .small(stored.type.key),
                    .text(stored.type.description), .text(stored.type.pattern?.text ?? "–"),
                    .text(screen.format.number(stored.type.keepDays)),
                ]
            }
        }
    }

    private var latestCard: Markup {
        .card(screen("signals.latest")) {
            if latest.items.isEmpty {
                Markup.why(screen("signals.latestNone"))
            } else {
                SignalTable(screen: screen, namesSubject: true).markup(latest.items)
                screen.pager(next: latest.next, after: after)
            }
        }
    }
}
