import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit

/// Which subjects of this type do we know, and how are they declared?
struct SignalTypePage {
    let screen: ConsoleScreen
    let key: String
    /// nil when nobody declares it any more.
    let stored: SignalTypeStore.Stored?
    let subjects: ServiceKit.Page<SignalStore.Subject>
    let after: String?
    /// What was sent and not taken; nil for what is stored.
    let values: [String: String]?
    let errors: FormErrors

    var page: ConsolePage {
        ConsolePage(
            title: stored?.type.name[screen.locale.rawValue] ?? key, titleTags: .tag(key), active: .events,
            crumbs: [.init(screen("signals.title"), SignalPages.address)],
            answer: stored.map { $0.type.description.isEmpty ? screen("signals.type.answer") : $0.type.description }
                ?? screen("signals.type.gone")
        ) {
            Markup.card(screen("signals.subjects")) {
                if subjects.items.isEmpty {
                    Markup.emptyState(screen("signals.subjectsNone"), screen("signals.subjectsNoneHint"), command: SignalListPage.example)
                } else {
                    table
                    screen.pager(next: subjects.next, after: after)
                }
            }
            if let stored, screen.may(.profileWrite) {
                Markup.card(screen("signals.type.edit")) {
                    SignalTypeForm(screen: screen, values: values ?? Self.values(stored.type), errors: errors, version: stored.version)
                        .markup(to: SignalPages.address + "/" + key)
                }
            }
        }
    }

    private var table: Markup {
        .table(
            label: screen("signals.subjects"),
            [
                TableColumn(screen("signals.subject")), .number(screen("signals.count")), TableColumn(screen("signals.first")),
                TableColumn(screen("signals.last")),
            ], subjects.items
        ) { item in
            [
                .link(body: .strong(item.subject.id), SignalPages.address(of: item.subject)), .text(screen.format.number(item.signals)),
                .text(screen.format.date(item.firstSeen)), .text(screen.format.relative(item.lastSeen)),
            ]
        }
    }

    private static func values(_ type: SignalType) -> [String: String] {
        [
            "ko": type.name.ko, "en": type.name.en, "description": type.description, "idPattern": type.pattern?.text ?? "",
            "sources": type.sources.joined(separator: ", "), "keepDays": String(type.keepDays),
        ]
    }
}
