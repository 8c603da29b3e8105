/// The basic figures of every quarter with data, as the CSV check reads them.
package struct QuarterTable: Hashable, Sendable {
    /// Column header → KPI key.
    package static let columns: [(header: String, key: String)] = [
        ("revenue", "revenue"), ("invoices", "orders"), ("customers", "buyers"), ("aov", "aov"), ("new", "new-buyers"),
        ("retained", "retained-buyers"),
    ]

    package struct Row: Hashable, Sendable {
        package let quarter: Quarter
        package let extent: Coverage.Extent
        /// In the order of ``columns``; empty where there is no figure.
        package let cells: [String]
    }

    package let rows: [Row]

    package init(definitions: [KPIDefinition], series: [String: MeasureSeries], calendar: FiscalCalendar, today: Day) {
        let byKey = Dictionary(definitions.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let coverages = Self.columns.compactMap { byKey[$0.key]?.formula.coverage(series: series) }
        guard let first = coverages.map(\.first).min(), let last = coverages.map(\.last).max() else {
            rows = []
            return
        }
        let quarters = calendar.quarter(of: first).index...calendar.quarter(of: last).index
        rows = quarters.prefix(400).map(Quarter.init(index:)).map { quarter in
            let readings = Self.columns.map { column in
                byKey[column.key].map { KPIReading($0, in: quarter, series: series, target: nil, calendar: calendar, today: today) }
            }
            return Row(
                quarter: quarter, extent: readings.compactMap { $0?.extent }.first ?? .none,
                cells: readings.map { $0.flatMap { reading in reading.figure.map { reading.text(of: $0) } } ?? "" })
        }
    }
}
