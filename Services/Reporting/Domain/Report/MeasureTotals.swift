/// What a measure adds up to in one quarter.
package struct MeasureTotals: Hashable, Sendable {
    /// Events counted.
    package var occurrences = 0
    /// Different values of the property, for measures that count those.
    package var distinct = 0
    package var people = 0
    package var newPeople = 0
    package var retainedPeople = 0
    /// Sums by ISO 4217 code; empty code where events named no currency.
    package var amounts: [String: DecimalAmount] = [:]

    package init() {}

    /// The sum in a currency. Amounts of events that name none are taken to be in it; those in others are not added.
    /// - Returns: nil past the range of ``DecimalAmount``.
    package func amount(in currency: String) -> DecimalAmount? {
        let named = amounts[currency] ?? .zero
        return currency.isEmpty ? named : named.adding(amounts[""] ?? .zero)
    }
}
