import CommonModels

/// A key figure as data: what counts, how it is computed, which way is good. The rule for what counts as revenue lives here, not in code.
package struct KPIDefinition: Hashable, Sendable {
    package static let keyLengthMax = keyShape.lengthMax  // characters
    static let keyShape = WordShape(upTo: 60, opening: .any, marks: "-")
    package static let nameLengthMax = 80  // characters
    package static let noteLengthMax = 400  // characters

    package let key: String
    package let name: LocalizedName
    /// Why it is defined this way, in words; may be empty.
    package let note: LocalizedName
    package let unit: Unit
    package let direction: Direction
    /// ISO 4217; nil takes the currency most of the data are in.
    package let currency: String?
    package let formula: KPIFormula

    package enum Unit: String, Hashable, Sendable, CaseIterable {
        case money, count, people, percent
    }

    /// Which way is good.
    package enum Direction: String, Hashable, Sendable, CaseIterable {
        case up, down
    }

    package init(
        key: String, name: LocalizedName, note: LocalizedName = LocalizedName(ko: "", en: ""), unit: Unit, direction: Direction,
        currency: String? = nil, formula: KPIFormula
    ) {
        self.key = key
        self.name = name
        self.note = note
        self.unit = unit
        self.direction = direction
        self.currency = currency
        self.formula = formula
    }
}
