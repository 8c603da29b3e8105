package import CommonModels
import RuleKit

extension ComputedTrait {
    /// What its values tell of: the events it counts, what it takes of them, and what it asks them.
    package var sources: [DataField] {
        let asked = filter.conditions.map(\.property)
        let own = events.flatMap { Self.fields(of: $0, properties + asked) }
        let taken = minus.map { minus in minus.events.flatMap { Self.fields(of: $0, minus.properties + asked) } } ?? []
        return own + taken
    }

    /// The trait as a field.
    package var field: DataField { DataField(.trait, key.rawValue) }

    private static func fields(of event: String, _ properties: [FieldPath]) -> [DataField] {
        [DataField(.event, event)] + properties.map { DataField(.event, "\(event).\($0.text)") }
    }
}
