import ConsoleKit
import ProfileDomain
import ServiceKit

/// The namespaces, the strongest first.
struct NamespaceCard {
    let screen: ConsoleScreen
    let namespaces: [NamespaceView]

    var markup: Markup {
        let words = IdentityWords(screen)
        return .card(screen("profile.identities.namespaces"), note: screen("profile.identities.namespacesNote")) {
            Markup.table(
                label: screen("profile.identities.namespaces"),
                [
                    .number(screen("profile.identities.priority")), TableColumn(screen("profile.identity.namespace")),
                    TableColumn(screen("profile.identities.holder")), .number(screen("profile.identities.valuesMax")),
                    TableColumn(screen("profile.identities.overflow")), TableColumn(screen("profile.identities.normalization")),
                    TableColumn(screen("profile.identities.trait")), TableColumn(screen("profile.identities.quarantine")),
                ], namespaces
            ) { view in
                let definition = view.definition
                let name = words.namespace(view.namespace.rawValue)
                let address = "/ui/profile/identities/namespaces/\(view.namespace.rawValue)"
                return [
                    .text(screen.format.number(definition.priority)),
                    (screen.may(.admin) ? Markup.link(name, address) : .strong(name)) + " " + .small(view.namespace.rawValue),
                    .text(screen("profile.identities.holder.\(definition.holder.rawValue)")),
                    .text(screen.format.number(definition.valuesMax)),
                    .text(screen("profile.identities.overflow.\(definition.overflow.rawValue)")),
                    .text(words.normalization(definition.normalization)), .text(definition.trait ?? "–"),
                    .text(words.quarantine(definition.quarantine)),
                ]
            }
            Markup.why(screen("profile.identities.rule"))
        }
    }
}
