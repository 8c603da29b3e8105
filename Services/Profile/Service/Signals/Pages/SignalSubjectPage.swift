import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit

/// How is it with this subject now, and what happened to it?
struct SignalSubjectPage {
    let screen: ConsoleScreen
    let type: SignalType?
    let found: SignalStore.Subject
    let state: [SignalStore.State]
    let timeline: ServiceKit.Page<ExternalSignal>
    let after: String?

    var page: ConsolePage {
        let key = found.subject.type
        let name = type?.name[screen.locale.rawValue] ?? key
        return ConsolePage(
            title: found.subject.id, titleTags: .tag(name, .accent), active: .events,
            crumbs: [.init(screen("signals.title"), SignalPages.address), .init(name, SignalPages.address + "/" + key)],
            answer: screen(
                "signals.answerSubject",
                ["n": screen.format.number(found.signals), "last": screen.format.relative(found.lastSeen)]),
            topRight: screen.freshness(found.lastSeen, limit: .hours(24))
        ) {
            Markup.card(screen("signals.state"), note: screen("signals.stateNote")) {
                Markup.table(
                    label: screen("signals.state"),
                    [
                        TableColumn(screen("signals.name")), TableColumn(screen("signals.properties")), TableColumn(screen("signals.when")),
                        TableColumn(screen("signals.source")),
                    ], state
                ) { item in
                    [
                        .strong(item.name), .small(SignalTable.text(item.properties.objectValue ?? [:])),
                        .text(screen.format.relative(item.time)), .text(item.source),
                    ]
                }
            }
            Markup.card(screen("signals.timeline")) {
                if timeline.items.isEmpty {
                    Markup.why(screen("signals.timelineNone"))
                } else {
                    SignalTable(screen: screen, namesSubject: false).markup(timeline.items)
                    screen.pager(next: timeline.next, after: after)
                }
            }
        }
    }
}
