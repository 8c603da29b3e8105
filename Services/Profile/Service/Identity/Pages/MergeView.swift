import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit

/// One merge: how it came about, and what undoing it would give back.
struct MergeView {
    let screen: ConsoleScreen
    let entry: MergeLog.Entry
    /// Nil when it was undone, or cannot be.
    let outcome: UnmergeOutcome?
    let form: ConsoleForm

    static func state(_ entry: MergeLog.Entry, _ screen: ConsoleScreen) -> Markup {
        entry.undoneAt.map { .tag(screen("profile.merges.undone", ["when": screen.format.date($0)]), .info) }
            ?? .tag(screen("profile.merges.holds"), .good)
    }

    var page: ConsolePage {
        ConsolePage(
            title: screen("profile.merges.one", ["id": "\(entry.id)"]), titleTags: Self.state(entry, screen), active: .customers,
            crumbs: [.init(screen("profile.customers.title"), "/ui/profile"), .init(screen("profile.merges.title"), "/ui/profile/merges")],
            answer: screen("profile.merges.reason.\(entry.reason.rawValue)")
        ) {
            Markup.grid {
                facts
                if let outcome { undoing(outcome) }
            }
        }
    }

    private var facts: Markup {
        let words = IdentityWords(screen)
        var items = [
            KeyValue(screen("profile.merges.survivor"), words.customer(entry.survivorId)),
            KeyValue(screen("profile.merges.merged"), entry.mergedId.rawValue),
            KeyValue(screen("profile.events.when"), screen.format.dateTime(entry.at)),
        ]
        if let identity = entry.identity { items.append(KeyValue(screen("profile.merges.cause"), words.identity(identity))) }
        if !entry.note.isEmpty { items.append(KeyValue(screen("profile.merges.why"), entry.note, source: entry.actor)) }
        if let undone = entry.undoneAt {
            items.append(
                KeyValue(
                    screen("profile.merges.undo"), entry.undoneNote ?? "",
                    source: "\(entry.undoneBy ?? "") \(screen.format.dateTime(undone))"))
        }
        return .card(screen("profile.merges.facts"), span: 5) { Markup.keyValues(items) }
    }

    private func undoing(_ outcome: UnmergeOutcome) -> Markup {
        let words = IdentityWords(screen)
        let format = screen.format
        return .card(screen("profile.merges.undo"), span: 7) {
            Markup.paragraph(
                screen(
                    "profile.merges.undoAnswer",
                    [
                        "events": format.number(outcome.events), "since": format.number(outcome.eventsSince),
                        "traits": format.number(outcome.traits), "left": format.number(outcome.survivorEvents),
                    ]))
            Markup.tags(outcome.identities.map { words.identity($0) }, .accent)
            if !outcome.identitiesElsewhere.isEmpty {
                Markup.why(screen("profile.merges.elsewhere"))
                Markup.tags(outcome.identitiesElsewhere.map { words.identity($0) })
            }
            Markup.why(screen("profile.merges.notSeparated"))
            Markup.table(
                label: screen("profile.merges.notSeparated"),
                [
                    TableColumn(screen("profile.merges.service")), TableColumn(screen("profile.merges.what")),
                    .number(screen("profile.identities.count")),
                ], outcome.notSeparated
            ) { left in
                [
                    .text(screen.words.optional("console.service.\(left.service)", fallback: left.service)),
                    .text(screen("profile.merges.left.\(left.kind.rawValue)")), .text(left.count.map { format.number($0) } ?? "–"),
                ]
            }
            if screen.may(.profileWrite) {
                form.markup(to: "/ui/profile/merges/\(entry.id)", submit: screen("profile.merges.undo"), isDanger: true) {
                    form.area("reason", screen("profile.merges.why"), hint: screen("profile.merges.whyHint"), isRequired: true, rows: 3)
                }
            }
        }
    }
}
