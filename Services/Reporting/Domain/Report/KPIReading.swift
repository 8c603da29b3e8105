/// One KPI in one quarter, with everything a reader needs to believe it.
package struct KPIReading: Hashable, Sendable {
    package let definition: KPIDefinition
    package let quarter: Quarter
    package let figure: Figure?
    /// ISO 4217 code of a money figure; empty where the data name none.
    package let currency: String?
    package let extent: Coverage.Extent
    package let covered: ClosedRange<Day>?
    package let target: Figure?
    package let forecast: Forecast?
    package let status: KPIStatus
    package let quarterOnQuarter: Comparison?
    package let yearOnYear: Comparison?
    /// Figures of up to eight quarters with data, oldest first, this one last.
    package let trend: [Double]

    package static let trendQuarters = 8

    package init(
        _ definition: KPIDefinition, in quarter: Quarter, series: [String: MeasureSeries], target: Figure?, calendar: FiscalCalendar,
        today: Day
    ) {
        self.definition = definition
        self.quarter = quarter
        self.target = target
        let formula = definition.formula
        let coverage = formula.coverage(series: series)
        func extent(_ quarter: Quarter) -> Coverage.Extent {
            coverage?.extent(of: calendar.days(of: quarter), today: today) ?? .none
        }
        func figure(_ quarter: Quarter) -> Figure? {
            extent(quarter) == .none ? nil : formula.figure(in: quarter, currency: definition.currency, series: series)
        }
        let days = calendar.days(of: quarter)
        let now = figure(quarter)
        let nowExtent = extent(quarter)
        self.figure = now
        self.extent = nowExtent
        covered = coverage?.covered(in: days)
        currency = definition.unit == .money ? definition.currency ?? formula.mainCurrency(series: series) ?? "" : nil
        if let now, nowExtent == .inProgress, let covered {
            forecast = Forecast(
                soFar: now, accumulates: formula.accumulates, coveredDays: covered.upperBound.number - covered.lowerBound.number + 1,
                totalDays: days.upperBound.number - days.lowerBound.number + 1)
        } else {
            forecast = nil
        }
        status = KPIStatus(
            figure: now, forecast: nowExtent == .inProgress ? forecast?.figure ?? now : nil, target: target, direction: definition.direction
        )
        func comparison(_ other: Quarter) -> Comparison? {
            guard let now, let then = figure(other) else { return nil }
            return Comparison(now, extent: nowExtent, with: then, of: other, otherExtent: extent(other))
        }
        quarterOnQuarter = comparison(quarter.previous)
        yearOnYear = comparison(quarter.yearBefore)
        trend = (0..<Self.trendQuarters).reversed().compactMap { figure(Quarter(index: quarter.index - $0))?.value }
    }
}
