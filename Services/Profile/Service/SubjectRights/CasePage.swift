import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit

/// Where does this request stand, who has confirmed what, and what is next?
struct CasePage {
    let screen: ConsoleScreen
    let entry: CaseStore.Entry
    let bundle: [CaseBundleStore.Part]
    var errors = FormErrors.none

    private var item: SubjectCase { entry.item }
    private var words: CaseWords { CaseWords(screen) }
    private var address: String { "/ui/profile/cases/\(item.id)" }

    var page: ConsolePage {
        ConsolePage(
            title: words.kind(item.request.action), titleTags: words.state(item), active: .cases,
            crumbs: [.init(screen("profile.cases.title"), "/ui/profile/cases")], answer: answer,
            refreshSeconds: entry.waiting.isEmpty ? nil : 5
        ) {
            Markup.grid {
                Markup.column(span: 8) {
                    nextStep
                    if item.startedAt != nil { CaseServicesCard(screen: screen, entry: entry).markup }
                    if !bundle.isEmpty { downloads }
                }
                Markup.column(span: 4) {
                    about
                    record
                }
            }
        }
    }

    private var answer: String {
        let values = [
            "n": screen.format.number(entry.present.count), "of": screen.format.number(ServiceName.allCases.count),
            "due": screen.format.date(item.dueAt), "services": entry.waiting.map(words.service).joined(separator: ", "),
            "rows": screen.format.number(entry.present.values.reduce(0) { $0 + $1.counts.reduce(0) { $0 + $1.rows } }),
        ]
        if entry.waiting.isEmpty, !entry.leaving.isEmpty {
            return screen("profile.case.answer.left", ["services": entry.leaving.map(words.service).joined(separator: ", ")])
        }
        return screen("profile.case.answer.\(item.state.rawValue)", values)
    }

    @MarkupBuilder private var nextStep: Markup {
        switch item.state {
        case .open: CaseCheckCard(screen: screen, address: address, errors: errors).markup
        case .verified:
            Markup.card(screen("profile.case.next")) {
                Markup.paragraph(screen("profile.case.run.\(item.request.action.rawValue)"))
                Markup.row {
                    Markup.buttonLink(screen("profile.case.run.submit"), address + "/run", isPrimary: true)
                    Markup.buttonLink(screen("profile.case.refuse.submit"), address + "/refuse")
                }
            }
        case .completed where item.request.canBeLifted:
            Markup.card(screen("profile.case.next")) {
                Markup.paragraph(screen("profile.case.lift.text"))
                screen.form().button(screen("profile.case.lift.submit"), to: address + "/lift")
            }
        case .running where !entry.leaving.isEmpty:
            Markup.card(screen("profile.case.next")) {
                Markup.paragraph(screen("profile.case.again.text"))
                screen.form().button(screen("profile.case.again.submit"), to: address + "/run")
            }
        case .running, .completed, .lifting, .lifted, .refused: Markup.empty
        }
    }

    private var about: Markup {
        let customer = CustomerWords(screen)
        var facts = [
            KeyValue(screen("profile.case.subject"), words.subject(item)), KeyValue(screen("profile.case.due"), words.due(item)),
            KeyValue(screen("profile.case.law"), words.law(item.law)),
            KeyValue(screen("profile.case.opened"), screen.format.dateTime(item.openedAt), source: screen.actor(item.openedBy)),
        ]
        if let check = item.check {
            facts.append(
                KeyValue(
                    screen("profile.case.checked"), words.method(check.method),
                    source: "\(screen.actor(check.by)) · \(screen.format.dateTime(check.at))"))
        }
        switch item.request {
        case .object(let purposes):
            let names = purposes.map(customer.purpose).sorted().joined(separator: ", ")
            facts.append(KeyValue(screen("profile.case.purposes"), names))
        case .correct(let corrections): facts.append(KeyValue(screen("profile.case.corrections"), words.corrections(corrections)))
        case .access, .erase, .restrict: break
        }
        if !item.identities.isEmpty {
            let shown = item.identities.prefix(10).map { customer.identity($0.value, of: $0.namespace.rawValue) }
            facts.append(KeyValue(screen("profile.case.identities"), .tags(shown)))
        }
        return .card(screen("profile.case.about")) {
            Markup.keyValues(facts)
            if item.request == .erase { Markup.why(screen("profile.case.erase.stays")) }
        }
    }

    private var record: Markup {
        .card(screen("profile.case.record")) {
            screen.timeline(
                item.notes.map { note in
                    TimelineItem(
                        at: note.at, title: screen("profile.case.step.\(note.step)"),
                        note: [note.text, screen.actor(note.by)].filter { !$0.isEmpty }.joined(separator: " · "))
                })
            let form = screen.form()
            form.markup(to: address + "/notes", submit: screen("profile.case.note.submit")) {
                form.area("text", screen("profile.case.note"), isRequired: true, rows: 2)
            }
        }
    }

    private var downloads: Markup {
        let until = entry.bundleUntil.map(screen.format.dateTime) ?? ""
        return .card(
            screen("profile.case.bundle"), note: screen("profile.case.bundle.until", ["until": until]),
            right: .buttonLink(screen("profile.case.bundle.json"), address + "/bundle")
        ) {
            Markup.table(
                label: screen("profile.case.bundle"),
                [TableColumn(screen("profile.case.service")), TableColumn(screen("profile.case.table")), TableColumn("CSV")], bundle
            ) { part in
                [
                    .text(words.service(part.service)), .text(part.section),
                    .link("CSV", "\(address)/bundle/\(part.service.rawValue)/\(part.section)"),
                ]
            }
        }
    }
}
