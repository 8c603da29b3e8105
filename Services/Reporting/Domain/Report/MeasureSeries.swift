/// A measure over all quarters it has data for.
package struct MeasureSeries: Hashable, Sendable {
    package var quarters: [Quarter: MeasureTotals]
    package var coverage: Coverage?
    /// The currency most events are in; empty when none was named.
    package var mainCurrency: String

    package init(quarters: [Quarter: MeasureTotals] = [:], coverage: Coverage? = nil, mainCurrency: String = "") {
        self.quarters = quarters
        self.coverage = coverage
        self.mainCurrency = mainCurrency
    }

    package static let empty = MeasureSeries()
}
