import ConsoleKit
import ProfileDomain
import ServiceKit

/// Values that identify nobody, and the means to add and remove them.
struct JunkCard {
    let screen: ConsoleScreen
    let junk: Page<JunkStore.Entry>
    let namespaces: [NamespaceView]
    let after: String?
    let form: ConsoleForm

    var markup: Markup {
        .card(screen("profile.identities.junk"), note: screen("profile.identities.junkNote")) {
            if junk.items.isEmpty { Markup.why(screen("profile.identities.noJunk")) } else { table }
            screen.pager(next: junk.next, after: after)
            if screen.may(.admin) { adding }
        }
    }

    private var table: Markup {
        let words = IdentityWords(screen)
        return .table(
            label: screen("profile.identities.junk"),
            [
                TableColumn(screen("profile.identity.namespace")), TableColumn(screen("profile.identity.value")),
                TableColumn(screen("profile.identities.origin")), TableColumn(screen("profile.identities.note")),
                TableColumn(screen("profile.events.when")), TableColumn(""),
            ], junk.items
        ) { entry in
            let isAutomatic = entry.origin == .automatic
            let note =
                entry.profiles.map { screen("profile.identities.statedBy", ["n": screen.format.number($0)]) } ?? entry.note
            return [
                .text(words.namespace(entry.namespace)), .text(words.value(entry.value, of: entry.namespace)),
                .tag(screen("profile.identities.origin.\(entry.origin.rawValue)"), isAutomatic ? .warn : .plain), .small(note),
                .text(entry.origin == .builtIn ? "" : screen.format.relative(entry.at)),
                screen.may(.admin) ? remove(entry) : .empty,
            ]
        }
    }

    private func remove(_ entry: JunkStore.Entry) -> Markup {
        form.button(
            screen("profile.identities.remove"), to: "/ui/profile/identities/junk/remove",
            hidden: [("namespace", entry.namespace), ("value", entry.value)])
    }

    private var adding: Markup {
        let words = IdentityWords(screen)
        let options =
            [(JunkIdentities.anyNamespace, screen("profile.identities.anyNamespace"))]
            + namespaces.map { ($0.namespace.rawValue, words.namespace($0.namespace.rawValue)) }
        return .details(screen("profile.identities.addJunk"), isOpen: !form.errors.isEmpty) {
            form.markup(to: "/ui/profile/identities/junk", submit: screen("profile.identities.addJunk")) {
                form.beside {
                    form.select("namespace", screen("profile.identity.namespace"), options)
                    form.text(
                        "value", screen("profile.identity.value"), hint: screen("profile.identities.valueHint"), isRequired: true,
                        limit: IdentityNamespace.valueLengthMax)
                    form.text("note", screen("profile.identities.note"), limit: JunkValue.noteLengthMax)
                }
            }
        }
    }
}
