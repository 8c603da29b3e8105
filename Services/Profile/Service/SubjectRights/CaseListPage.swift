import ConsoleKit
import ProfileDomain

/// What have people asked of us about their data, and by when do we owe an answer?
struct CaseListPage {
    let screen: ConsoleScreen
    let entries: [CaseStore.Entry]
    let counts: (pending: Int, overdue: Int)
    let isDone: Bool
    let text: String?
    let next: String?
    let after: String?

    var page: ConsolePage {
        ConsolePage(
            title: screen("profile.cases.title"), active: .cases, answer: answer,
            actions: .buttonLink(screen("profile.cases.new"), "/ui/profile/cases/new", isPrimary: true), topRight: search
        ) {
            tabs
            if entries.isEmpty {
                Markup.emptyState(
                    screen(text != nil ? "profile.cases.notFound" : isDone ? "profile.cases.noneDone" : "profile.cases.none"),
                    screen("profile.cases.noneHint"),
                    action: .buttonLink(screen("profile.cases.new"), "/ui/profile/cases/new"))
            } else {
                Markup.card(screen("profile.cases.list"), note: screen("profile.cases.order")) {
                    table
                    screen.pager(next: next, query: ["view": isDone ? "done" : nil], after: after)
                }
            }
        }
    }

    private var answer: String {
        let values = ["n": screen.format.number(counts.pending), "overdue": screen.format.number(counts.overdue)]
        if counts.pending == 0 { return screen("profile.cases.answerNone") }
        return screen(counts.overdue > 0 ? "profile.cases.answerOverdue" : "profile.cases.answer", values)
    }

    private var search: Markup {
        screen.filters("/ui/profile/cases", submit: screen("profile.search.submit")) {
            screen.searchField("q", label: screen("profile.cases.search"), value: text)
        }
    }

    private var tabs: Markup {
        .tabs(
            label: screen("profile.cases.title"),
            [
                (screen("profile.cases.pending"), "/ui/profile/cases", !isDone && text == nil),
                (screen("profile.cases.done"), "/ui/profile/cases?view=done", isDone),
            ])
    }

    private var table: Markup {
        let words = CaseWords(screen)
        return Markup.table(
            label: screen("profile.cases.title"),
            [
                TableColumn(screen("profile.case.kind")), TableColumn(screen("profile.case.subject")),
                TableColumn(screen("profile.case.state")), TableColumn(screen("profile.case.due")),
                TableColumn(screen("profile.case.waitingFor")), TableColumn(screen("profile.case.opened")),
            ], entries
        ) { entry in
            let item = entry.item
            return [
                .link(body: "<strong>\(words.kind(item.request.action))</strong>", "/ui/profile/cases/\(item.id)"), words.subject(item),
                words.state(item), words.due(item), .text(entry.waiting.map(words.service).joined(separator: ", ")),
                .text(screen.format.date(item.openedAt)),
            ]
        }
    }
}
