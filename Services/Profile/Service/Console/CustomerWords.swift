import CommonModels
import ConsoleKit

/// How a customer and what is known of them are called on pages, masked for those who need not know.
struct CustomerWords {
    private let screen: ConsoleScreen

    init(_ screen: ConsoleScreen) { self.screen = screen }

    func address(of id: ProfileID) -> String { "/ui/profile/customers/\(id.rawValue)" }

    /// A value as the reader may see it.
    func shown(_ value: String, name: String) -> String {
        screen.seesPersonalData ? value : PersonalData.masked(value, name: name)
    }

    /// The name, else what stands for one.
    func name(of customer: ProfileSummary) -> String {
        if let name = customer.name { return shown(name, name: "name") }
        if let email = customer.email { return shown(email, name: "email") }
        return customer.userId ?? short(customer.id)
    }

    func name(of profile: ProfileView) -> String {
        if let name = profile.traits["name"]?.value.stringValue { return shown(name, name: "name") }
        if let email = profile.identities.first(where: { $0.namespace == "email" }) { return shown(email.value, name: "email") }
        return profile.identities.first { $0.namespace == "userId" }?.value ?? short(profile.id)
    }

    /// Profiles nobody named: the end of the id, where ids differ.
    func short(_ id: ProfileID) -> String { screen("profile.customer.anonymous", ["id": String(id.rawValue.suffix(6))]) }

    /// A trait's name in the reader's language, when it is one of the usual ones.
    func traitName(_ name: String) -> String { screen.words.optional("profile.trait.\(name)", fallback: name) }

    func traitValue(_ value: JSONValue, name: String) -> String {
        switch value {
        case .null: screen("console.none")
        case .bool(let isTrue): screen(isTrue ? "profile.value.yes" : "profile.value.no")
        case .integer(let number): whole(number, name: name)
        case .number(let number): screen.format.number(number, digits: 2)
        case .string(let text): instant(text) ?? shown(text, name: name)
        case .array, .object: String(shown(value.serialized, name: name).prefix(200))
        }
    }

    /// Years and ids are not amounts: they take no commas.
    private func whole(_ number: Int64, name: String) -> String {
        if PersonalData.isPersonal(name: name) { return shown(String(number), name: name) }
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
