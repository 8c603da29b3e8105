import CommonModels
import ConsoleKit
import ProfileDomain

/// The identity rules in the reader's words.
struct IdentityWords {
    let screen: ConsoleScreen

    init(_ screen: ConsoleScreen) { self.screen = screen }

    func namespace(_ name: String) -> String {
        name == JunkIdentities.anyNamespace
            ? screen("profile.identities.anyNamespace") : screen.words.optional("profile.namespace.\(name)", fallback: name)
    }

    /// A value as the reader may see it.
    func value(_ value: String, of namespace: String) -> String { CustomerWords(screen).identity(value, of: namespace) }

    func identity(_ name: IdentityName) -> String { "\(namespace(name.namespace)) \(value(name.value, of: name.namespace))" }

    func normalization(_ document: NamespaceDocument.Normalization) -> String {
        let name = screen("profile.identities.normalization.\(document.kind.rawValue)")
        return document.region.map { "\(name) (\($0))" } ?? name
    }

    func quarantine(_ rule: QuarantineRule?) -> String {
        guard let rule else { return screen("profile.identities.never") }
        return screen(
            "profile.identities.quarantineRule",
            ["profiles": screen.format.number(rule.profiles), "days": screen.format.number(rule.days)])
    }

    func customer(_ id: ProfileID) -> Markup {
        let words = CustomerWords(screen)
        return .link(words.short(id), words.address(of: id))
    }

    static func tabs(_ screen: ConsoleScreen, isMerges: Bool) -> Markup {
        .tabs(
            label: screen("profile.identity.title"),
            [
                (screen("profile.identities.title"), "/ui/profile/identities", !isMerges),
                (screen("profile.merges.title"), "/ui/profile/merges", isMerges),
            ])
    }
}
