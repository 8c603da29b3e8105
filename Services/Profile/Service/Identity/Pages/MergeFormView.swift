import CommonModels
import ConsoleKit
import ProfileDomain

/// Joining two profiles by hand: which two, what would come of it, and why.
struct MergeFormView {
    let screen: ConsoleScreen
    let form: ConsoleForm
    let preview: MergePreview?

    var page: ConsolePage {
        ConsolePage(
            title: screen("profile.merges.new"), active: .customers,
            crumbs: [.init(screen("profile.customers.title"), "/ui/profile"), .init(screen("profile.merges.title"), "/ui/profile/merges")],
            answer: screen("profile.merges.formAnswer")
        ) {
            if let preview {
                Markup.grid {
                    identities(preview)
                    traits(preview)
                    consents(preview)
                    confirmation(preview)
                }
            } else {
                choice
            }
        }
    }

    private var choice: Markup {
        .card(screen("profile.merges.which"), span: 8) {
            // It only looks: the two ids stand in the address of the preview.
            screen.filters("/ui/profile/merges/new", submit: screen("profile.merges.preview")) {
                screen.searchField("survivor", label: screen("profile.merges.survivorID"), value: form.values["survivor"])
                screen.searchField("with", label: screen("profile.merges.mergedID"), value: form.values["with"])
            }
            if let message = form.errors.message(for: "with") { Markup.notice(message, .bad) }
        }
    }

    private func identities(_ preview: MergePreview) -> Markup {
        let words = IdentityWords(screen)
        return .card(screen("profile.identity.title"), span: 6) {
            Markup.table(
                label: screen("profile.identity.title"),
                [
                    TableColumn(screen("profile.identity.namespace")), TableColumn(screen("profile.identity.value")),
                    TableColumn(screen("profile.merges.from")),
                ], preview.identities
            ) { identity in
                [
                    .text(words.namespace(identity.namespace)), .text(words.value(identity.value, of: identity.namespace)),
                    .text(screen("profile.merges.side.\(identity.from.rawValue)"))
                        + (identity.isLetGo ? " " + .tag(screen("profile.identities.conflict.let-go"), .warn) : .empty),
                ]
            }
            Markup.why(
                screen(
                    "profile.merges.events",
                    [
                        "survivor": screen.format.number(preview.events.survivor), "merged": screen.format.number(preview.events.merged),
                        "total": screen.format.number(preview.events.total),
                    ]))
        }
    }

    private func traits(_ preview: MergePreview) -> Markup {
        let words = CustomerWords(screen)
        func shown(_ view: TraitView?, _ name: String) -> Markup {
            view.map { .text(words.traitValue($0.value, name: name)) + " " + .small(screen.format.date($0.at)) } ?? .text("–")
        }
        return .card(screen("profile.customer.known"), span: 6) {
            Markup.table(
                label: screen("profile.customer.known"),
                [
                    TableColumn(screen("profile.merges.trait")), TableColumn(screen("profile.merges.side.survivor")),
                    TableColumn(screen("profile.merges.side.merged")), TableColumn(screen("profile.merges.wins")),
                ], preview.traits
            ) { trait in
                [
                    .text(words.traitName(trait.name)), shown(trait.survivor, trait.name), shown(trait.merged, trait.name),
                    .tag(screen("profile.merges.side.\(trait.wins.rawValue)"), trait.isConflict ? .warn : .plain),
                ]
            }
        }
    }

    private func consents(_ preview: MergePreview) -> Markup {
        let words = CustomerWords(screen)
        return .card(screen("profile.consent.title"), span: 6) {
            Markup.table(
                label: screen("profile.consent.title"),
                [
                    TableColumn(screen("profile.consent.purpose")), TableColumn(screen("profile.consent.channel")),
                    TableColumn(screen("profile.merges.side.survivor")), TableColumn(screen("profile.merges.side.merged")),
                    TableColumn(screen("profile.merges.wins")),
                ], preview.consents
            ) { consent in
                [
                    .text(words.purpose(consent.purpose)), .text(words.channel(consent.channel)),
                    consent.survivor.map { words.consentTag($0.status) } ?? .text("–"),
                    consent.merged.map { words.consentTag($0.status) } ?? .text("–"),
                    .tag(screen("profile.merges.side.\(consent.wins.rawValue)"), consent.isConflict ? .warn : .plain),
                ]
            }
        }
    }

    private func confirmation(_ preview: MergePreview) -> Markup {
        .card(screen("profile.merges.confirm"), span: 6) {
            if preview.tooMany.isEmpty {
                form.markup(
                    to: "/ui/profile/merges/new", submit: screen("profile.merges.submit"), isDanger: true, cancel: "/ui/profile/merges"
                ) {
                    form.hidden("survivor", preview.survivorId.rawValue)
                    form.hidden("with", preview.mergedId.rawValue)
                    form.area("reason", screen("profile.merges.why"), hint: screen("profile.merges.whyHint"), isRequired: true, rows: 3)
                }
            } else {
                Markup.notice(screen("profile.merges.refused.identity-limit"), .bad)
            }
        }
    }
}
