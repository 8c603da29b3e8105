import CommonModels
import ConsoleKit

/// How a customer and what is known of them are called on pages, masked where the reader's roles do not read it.
struct CustomerWords {
    private let screen: ConsoleScreen

    init(_ screen: ConsoleScreen) { self.screen = screen }

    func address(of id: ProfileID) -> String { "/ui/profile/customers/\(id.rawValue)" }

    /// A text as the reader may see it.
    func shown(_ value: String, _ field: DataField) -> String { screen.fields.text(value, field) }

    func identity(_ value: String, of namespace: String) -> String { shown(value, DataField(.identity, namespace)) }

    /// The name, else what stands for one.
    func name(of customer: ProfileSummary) -> String {
        if let name = customer.name { return shown(name, DataField(.trait, "name")) }
        if let email = customer.email { return identity(email, of: "email") }
        return customer.userId.map { identity($0, of: "userId") } ?? short(customer.id)
    }

    func name(of profile: ProfileView) -> String {
        if let name = profile.traits["name"]?.value.stringValue { return shown(name, DataField(.trait, "name")) }
        if let email = profile.identities.first(where: { $0.namespace == "email" }) { return identity(email.value, of: "email") }
        return profile.identities.first { $0.namespace == "userId" }.map { identity($0.value, of: "userId") } ?? short(profile.id)
    }

    /// Profiles nobody named: the end of the id, where ids differ.
    func short(_ id: ProfileID) -> String { screen("profile.customer.anonymous", ["id": String(id.rawValue.suffix(6))]) }

    /// A trait's name in the reader's language, when it is one of the usual ones.
    func traitName(_ name: String) -> String { screen.words.optional("profile.trait.\(name)", fallback: name) }

    /// A trait's value as the reader may see it.
    func traitValue(_ value: JSONValue, name: String) -> String {
        switch screen.fields.value(value, DataField(.trait, name)) {
        case .null: screen("console.none")
        case .bool(let isTrue): screen(isTrue ? "profile.value.yes" : "profile.value.no")
        case .integer(let number): whole(number, name: name)
        case .number(let number): screen.format.number(number, digits: 2)
        case .string(let text): instant(text) ?? text
        case .array(let elements): String(JSONValue.array(elements).serialized.prefix(200))
        case .object(let members): String(JSONValue.object(members).serialized.prefix(200))
        }
    }

    /// Years and ids are not amounts: they take no commas.
    private func whole(_ number: Int64, name: String) -> String {
        if PersonalData.isPersonal(name: name) { return String(number) }
        let lowered = name.lowercased()
        return lowered.hasSuffix("year") || lowered.hasSuffix("id") ? String(number) : screen.format.number(number)
    }

    func channel(_ channel: Channel) -> String { screen("profile.channel.\(channel.rawValue)") }
    func purpose(_ purpose: Purpose) -> String { screen.words.optional("profile.purpose.\(purpose.rawValue)", fallback: purpose.rawValue) }

    func consentTag(_ status: ConsentStatus) -> Markup {
        let tone: Tone =
            switch status {
            case .granted: .good
            case .denied, .withdrawn: .bad
            case .expired, .pending: .warn
            case .unknown: .plain
            }
        return .tag(screen("profile.consent.\(status.rawValue)"), tone)
    }

    private func instant(_ text: String) -> String? {
        guard text.utf8.count >= 19, text.utf8.first.map({ (48...57).contains($0) }) ?? false else { return nil }
        return Instant(rfc3339: text).map(screen.format.dateTime)
    }
}
