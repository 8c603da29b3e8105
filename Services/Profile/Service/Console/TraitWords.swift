import CommonModels
import ConsoleKit
import ProfileDomain

/// Traits in the reader's words: their names, their values with unit, where they come from.
struct TraitWords {
    private let screen: ConsoleScreen
    private let customer: CustomerWords
    private let computed: [ComputedTrait]

    init(_ screen: ConsoleScreen, _ computed: [ComputedTrait] = []) {
        self.screen = screen
        self.computed = computed
        customer = CustomerWords(screen)
    }

    func name(_ name: String) -> String { definition(name)?.name[screen.locale.rawValue] ?? customer.traitName(name) }

    /// A value with its unit; of instants how long ago they were.
    func value(_ value: JSONValue, name: String) -> String {
        if screen.fields.hides(DataField(.trait, name)) { return customer.traitValue(value, name: name) }
        if let channel = value.stringValue.flatMap(Channel.init), name == Habit.preferredChannel.rawValue {
            return customer.channel(channel)
        }
        guard let trait = definition(name) else { return customer.traitValue(value, name: name) }
        switch trait.unit {
        case .money(let currency):
            return EventAmount.money(value, in: currency).map(screen.format.money) ?? customer.traitValue(value, name: name)
        case .days: return screen("profile.value.days", ["n": value.intValue.map { screen.format.number($0) } ?? value.serialized])
        case .none: break
        }
        if trait.properties.isEmpty, trait.aggregate == .first || trait.aggregate == .last,
            let instant = value.stringValue.flatMap({ Instant(rfc3339: $0) })
        {
            let (date, age) = (screen.format.date(instant), screen.format.relative(instant))
            return age == date ? date : "\(date) (\(age))"
        }
        guard trait.aggregate == .count, let count = value.intValue else { return customer.traitValue(value, name: name) }
        return screen("profile.value.times", ["n": screen.format.number(count)])
    }

    func source(_ source: String, _ kind: TraitKind) -> String {
        let name = screen.words.optional("profile.source.\(source)", fallback: source)
        return kind == .zeroParty ? screen("profile.known.ownAnswer", ["source": name]) : name
    }

    private func definition(_ name: String) -> ComputedTrait? { computed.first { $0.key.rawValue == name } }
}
