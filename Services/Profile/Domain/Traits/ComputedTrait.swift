package import CommonModels
package import RuleKit

/// A trait that Maru keeps from a person's events: which events, what of them, and over which time. A definition is data;
/// what it gives follows from the events alone, however they arrive.
package struct ComputedTrait: Hashable, Sendable {
    package static let eventsMax = 20
    package static let propertiesMax = 5
    package static let definitionsMax = 100
    package static let nameLengthMax = 80  // characters

    /// The trait's name.
    package let key: ComputedTraitKey
    package let name: LocalText
    /// Names of track events; any of them counts.
    package let events: [String]
    /// Each condition must hold for an event to count.
    package let filter: EventFilter
    package let aggregate: Aggregate
    /// What is taken of an event: the first of these paths that has a value. Empty where the aggregate needs none.
    package let properties: [FieldPath]
    /// Events later than `now - window`; all of them when nil.
    package let window: RuleSpan?
    /// Events that take away from what the others add, e.g. refunds.
    package let minus: Deduction?
    package let unit: Unit
    /// Off: kept as a definition, without values.
    package let isActive: Bool

    package enum Aggregate: String, Hashable, Sendable, CaseIterable {
        case count, sum, average, min, max
        /// The property of the earliest or latest event; without a property its time.
        case first, last
        /// The value that came most often; of equally frequent ones the latest.
        case mostFrequent
        /// How many different values came.
        case distinctCount
        /// Whole days since the latest event.
        case daysSinceLast

        package var needsProperty: Bool {
            switch self {
            case .sum, .average, .min, .max, .mostFrequent, .distinctCount: true
            case .count, .first, .last, .daysSinceLast: false
            }
        }

        package var takesProperty: Bool { needsProperty || self == .first || self == .last }
        package var takesDeduction: Bool { self == .count || self == .sum || self == .average }
    }

    package struct Deduction: Hashable, Sendable {
        package let events: [String]
        /// How much each takes from a sum; a count loses one.
        package let properties: [FieldPath]

        package init(events: [String], properties: [FieldPath]) {
            self.events = events
            self.properties = properties
        }
    }

    package enum Unit: Hashable, Sendable {
        case none, days
        /// Only events in this currency count, and those that name none.
        case money(Currency)
    }

    package init(
        key: ComputedTraitKey, name: LocalText, events: [String], filter: EventFilter = EventFilter(), aggregate: Aggregate,
        properties: [FieldPath] = [], window: RuleSpan? = nil, minus: Deduction? = nil, unit: Unit = .none, isActive: Bool = true
    ) {
        self.key = key
        self.name = name
        self.events = events
        self.filter = filter
        self.aggregate = aggregate
        self.properties = properties
        self.window = window
        self.minus = minus
        self.unit = unit
        self.isActive = isActive
    }

    /// Every event name it looks at.
    package var allEvents: [String] { events + (minus?.events ?? []) }
}

/// Names a computed trait: 1 to 60 of letters, digits and `_`, starting with a letter.
package struct ComputedTraitKey: Hashable, Sendable, CustomStringConvertible {
    package static let lengthMax = shape.lengthMax
    private static let shape = WordShape(upTo: 60, capitals: true, marks: "_")

    package let rawValue: String
    package var description: String { rawValue }

    package init?(_ text: String) {
        guard Self.shape.holds(text) else { return nil }
        rawValue = text
    }
}

/// A name in the languages of the console.
package struct LocalText: Hashable, Sendable {
    package let ko: String
    package let en: String

    package init(ko: String, en: String) {
        self.ko = ko
        self.en = en
    }

    package subscript(language: String) -> String { language == "ko" ? ko : en }
}
