import CommonModels
import ConsoleKit
import ProfileDomain

/// Six lines: what each service confirmed, when, with counts; and for how long those that have not are waited for.
struct CaseServicesCard {
    let screen: ConsoleScreen
    let entry: CaseStore.Entry

    var markup: Markup {
        .card(
            screen("profile.case.services"),
            note: screen(
                "profile.case.services.note",
                ["n": screen.format.number(entry.present.count), "of": screen.format.number(ServiceName.allCases.count)])
        ) {
            Markup.table(
                label: screen("profile.case.services"),
                [
                    TableColumn(screen("profile.case.service")), TableColumn(screen("profile.case.state")),
                    TableColumn(screen("profile.case.confirmedAt")), .number(screen("profile.case.rows")),
                    TableColumn(screen("profile.case.where")),
                ], ServiceName.allCases
            ) { row($0) }
            Markup.why(screen("profile.case.services.why"))
        }
    }

    private func row(_ service: ServiceName) -> [Markup] {
        let words = CaseWords(screen)
        guard let confirmation = entry.present[service] else {
            let since = entry.item.startedAt.map { screen.format.duration(screen.format.now - $0) } ?? ""
            return [
                .strong(words.service(service)), .tag(screen("profile.case.waiting", ["since": since]), .warn), .empty, .empty, .empty,
            ]
        }
        let rows = confirmation.counts.reduce(0) { $0 + $1.rows }
        let tag: Markup =
            confirmation.left == 0
            ? .tag(screen("profile.case.confirmed"), .good)
            : .tag(screen("profile.case.left", ["n": screen.format.number(confirmation.left)]), .bad)
        return [
            .strong(words.service(service)), tag, .text(screen.format.dateTime(confirmation.appliedAt)),
            .text(screen.format.number(rows)), details(confirmation),
        ]
    }

    private func details(_ confirmation: CaseConfirmation) -> Markup {
        let found = confirmation.counts.filter { $0.rows > 0 }
        let summary =
            found.isEmpty
            ? screen("profile.case.nothing", ["n": screen.format.number(confirmation.counts.count)])
            : screen(
                "profile.case.tables", ["n": screen.format.number(found.count), "of": screen.format.number(confirmation.counts.count)])
        return .details(summary) {
            "<ul>\(confirmation.counts.map { count -> Markup in "<li>\(count.name): \(screen.format.number(count.rows)) \(screen("profile.case.fate.\(count.fate.rawValue)"))</li>" })</ul>"
                as Markup
        }
    }
}
